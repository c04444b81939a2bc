package dev.hostler.launcher.cli;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The place of all run directories. Thread-safe, between processes too.
 *
 * <p>A directory is made under a name that nobody looks for, locked, and only then given its name: whoever sees a
 * {@code run-} directory that is not locked knows that its process is dead.
 */
final class RunDirectories {
    private static final FileAttribute<?> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final int ATTEMPTS = 5;

    private final Path root;

    RunDirectories(Path root) {
        this.root = root;
    }

    /** Makes a directory for this process; throws {@code AgentException} if it can't be written. */
    RunDirectory open() {
        for (int attempt = 1; ; attempt++) {
            try {
                return create();
            } catch (NoSuchFileException e) { // another process found its parent empty and removed it
                if (attempt == ATTEMPTS) {
                    throw unusable(e);
                }
            } catch (IOException e) {
                throw unusable(e);
            }
        }
    }

    /** Takes over the directories of dead processes, each to be closed. */
    List<RunDirectory> leftovers() {
        List<RunDirectory> taken = new ArrayList<>();
        try (Stream<Path> directories = Files.list(runs())) {
            directories
                    .filter(path -> Objects.toString(path.getFileName()).startsWith("run-"))
                    .forEach(path -> takeOver(path).ifPresent(taken::add));
        } catch (IOException e) {
            return taken; // no such directory, or none of ours
        }
        return taken;
    }

    private Optional<RunDirectory> takeOver(Path directory) {
        try {
            return RunLock.tryLock(directory).map(lock -> new RunDirectory(directory, cache(), List.of(), lock));
        } catch (IOException e) {
            return Optional.empty(); // gone, or not ours: unknown is not dead
        }
    }

    private RunDirectory create() throws IOException {
        List<Path> made = new ArrayList<>();
        makeMissing(runs(), made);
        if (!Files.exists(cache())) {
            made.add(cache()); // the agent makes it when it needs it
        }
        Path unnamed = Files.createTempDirectory(runs(), "new-", PRIVATE);
        String name = "run-" + ProcessHandle.current().pid()
                + unnamed.getFileName().toString().substring(3);
        RunLock lock = RunLock.create(unnamed);
        Path directory = Files.move(unnamed, runs().resolve(name));
        return new RunDirectory(directory, cache(), made, lock);
    }

    private static void makeMissing(Path directory, List<Path> made) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        makeMissing(Objects.requireNonNull(directory.getParent()), made);
        Files.createDirectories(directory, PRIVATE);
        made.add(0, directory);
    }

    private Path runs() {
        return root.resolve("runs");
    }

    private Path cache() {
        return root.resolve("cache");
    }

    private AgentException unusable(IOException e) {
        return Failure.cannot(
                        ErrorCode.STATE_UNAVAILABLE,
                        "create run directory in",
                        runs().toString(),
                        reason(e),
                        "set " + DataRoot.VARIABLE + " to a directory that this user can write")
                .toException(e);
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        Optional<String> reason =
                e instanceof FileSystemException f ? Optional.ofNullable(f.getReason()) : Optional.empty();
        return reason.orElse("it can't be written");
    }
}
