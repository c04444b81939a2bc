package dev.hostler.engine.executor.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Says which directories of the host a sandbox must not see: the agent's data, and the place of all input directories,
 * which is the highest directory above them that is closed to other users. Immutable.
 */
final class HiddenDirectories {
    private final Optional<Path> dataDirectory;
    private final Path home;

    /**
     * Creates the rule.
     *
     * @param dataDirectory the agent's data
     * @param home the home of the agent's user, which stays visible as far as its permissions allow
     */
    HiddenDirectories(Optional<Path> dataDirectory, Path home) {
        this.dataDirectory = dataDirectory;
        this.home = home;
    }

    /** Returns the directories to cover for a sandbox with this input directory, outer ones first. */
    List<Path> of(Path input) {
        return Stream.concat(dataDirectory.stream(), Stream.of(closed(parent(input))))
                .map(HiddenDirectories::real)
                .filter(directory -> !home.startsWith(directory))
                .distinct()
                .sorted(Comparator.comparing(Path::getNameCount))
                .toList();
    }

    private Path closed(Path directory) {
        Path closed = directory;
        for (Path above = directory; above.getParent() != null; above = parent(above)) {
            if (!home.startsWith(above) && isClosed(above)) {
                closed = above;
            }
        }
        return closed;
    }

    private static boolean isClosed(Path directory) {
        try {
            return !Files.getPosixFilePermissions(directory).contains(PosixFilePermission.OTHERS_EXECUTE);
        } catch (IOException | UnsupportedOperationException e) {
            return true;
        }
    }

    private static Path parent(Path path) {
        return Objects.requireNonNull(path.toAbsolutePath().getParent());
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.toAbsolutePath();
        }
    }
}
