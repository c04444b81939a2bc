package dev.hostler.engine.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A new directory in memory, where the machine has such a place: for stores whose waits for a disk would be all the time. */
public final class MemoryDirectory implements AutoCloseable {
    private static final Path MEMORY = Path.of("/dev/shm");

    private final Path path;

    /** Makes the directory. */
    public MemoryDirectory() {
        try {
            this.path = Files.isWritable(MEMORY)
                    ? Files.createTempDirectory(MEMORY, "hostler-test-")
                    : Files.createTempDirectory("hostler-test-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a name in it. */
    public Path resolve(String name) {
        return path.resolve(name);
    }

    /** Removes it with all that is in it. */
    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(path)) {
            List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : all) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
