package dev.hostler.engine.workspace;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Removes what is in a directory that nobody else writes to, following no link. Stateless. */
final class EmptyDirectory extends SimpleFileVisitor<Path> {
    private final Path root;

    private EmptyDirectory(Path root) {
        this.root = root;
    }

    /**
     * Makes sure that the directory is empty.
     *
     * @throws dev.hostler.api.error.AgentException with {@code STATE_UNAVAILABLE} if something can't be removed
     */
    static void require(Path directory) {
        try {
            Files.walkFileTree(directory, new EmptyDirectory(directory));
        } catch (IOException e) {
            throw Failure.cannot(
                            ErrorCode.STATE_UNAVAILABLE,
                            "empty directory",
                            directory.toString(),
                            e.getClass().getSimpleName() + ": " + e.getMessage(),
                            "see whether the agent may write there")
                    .toException(e);
        }
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        Files.delete(file);
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) throws IOException {
        if (failure != null) {
            throw failure;
        }
        if (!directory.equals(root)) {
            Files.delete(directory);
        }
        return FileVisitResult.CONTINUE;
    }
}
