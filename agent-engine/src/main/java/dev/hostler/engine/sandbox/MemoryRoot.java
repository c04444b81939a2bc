package dev.hostler.engine.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where what must not reach a disk is kept, such as the environment of steps. Immutable.
 *
 * @param directory the directory to use; may not exist yet
 * @param inMemory whether it is in memory; if not, the host has no such place that we may use
 */
public record MemoryRoot(Path directory, boolean inMemory) {
    /** The variable by which an operator chooses. */
    public static final String VARIABLE = "HOSTLER_MEMORY_DIR";

    private static final List<Path> CONTAINER_MARKS = List.of(Path.of("/.dockerenv"), Path.of("/run/.containerenv"));

    /** Tells what a candidate is; so that a test can say it. */
    @FunctionalInterface
    interface Look {
        /** Returns whether this is a directory in memory that we can write. */
        boolean isUsable(Path directory);
    }

    /**
     * Takes {@code $HOSTLER_MEMORY_DIR} if it is set, else chooses among {@code /run}, {@code $XDG_RUNTIME_DIR} and
     * {@code /dev/shm}, in this order, and the data directory if none is in memory and writable.
     *
     * <p>In a container these are the container's own, out of the reach of the sandboxes beside it. So an agent there whose
     * data directory is on a volume keeps all below that.
     *
     * @param environment the agent's environment
     * @param dataDirectory the agent's data directory
     * @param name the name of the directory to use there, different for every agent of the host
     */
    public static MemoryRoot choose(Map<String, String> environment, Path dataDirectory, String name) {
        Optional<Path> chosen = Optional.ofNullable(environment.get(VARIABLE))
                .filter(value -> value.startsWith("/"))
                .map(Path::of);
        if (chosen.isPresent()) {
            return new MemoryRoot(chosen.get().resolve(name), isWritableMemory(chosen.get()));
        }
        return isOnVolumeOfContainer(dataDirectory)
                ? new MemoryRoot(dataDirectory.resolve(name), false)
                : choose(environment, dataDirectory, name, MemoryRoot::isWritableMemory);
    }

    private static boolean isOnVolumeOfContainer(Path directory) {
        try {
            return CONTAINER_MARKS.stream().anyMatch(Files::exists)
                    && !Files.getFileStore(directory).equals(Files.getFileStore(Path.of("/")));
        } catch (IOException cannotBeAsked) {
            return false;
        }
    }

    static MemoryRoot choose(Map<String, String> environment, Path dataDirectory, String name, Look look) {
        Optional<Path> runtime = Optional.ofNullable(environment.get("XDG_RUNTIME_DIR"))
                .filter(value -> value.startsWith("/"))
                .map(Path::of);
        return Stream.of(Optional.of(Path.of("/run")), runtime, Optional.of(Path.of("/dev/shm")))
                .flatMap(Optional::stream)
                .filter(look::isUsable)
                .findFirst()
                .map(found -> new MemoryRoot(found.resolve(name), true))
                .orElseGet(() -> new MemoryRoot(dataDirectory.resolve(name), false));
    }

    private static boolean isWritableMemory(Path directory) {
        try {
            return Files.isDirectory(directory)
                    && Files.isWritable(directory)
                    && List.of("tmpfs", "ramfs")
                            .contains(Files.getFileStore(directory).type());
        } catch (IOException cannotBeAsked) {
            return false;
        }
    }
}
