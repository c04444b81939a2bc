package dev.hostler.engine.runtime.runner;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much room there is where a runner works. */
final class DiskSpace {
    private static final long MIB = 1L << 20;

    private DiskSpace() {}

    static long free(Path directory) throws IOException {
        return Files.getFileStore(directory).getUsableSpace();
    }

    /** Throws {@code AgentException} with {@code NO_CAPACITY} if there is less than this. */
    static void require(Path directory, long floor) throws IOException {
        long free = free(directory);
        if (free < floor) {
            throw Failure.cannot(
                            ErrorCode.NO_CAPACITY,
                            "fetch runner into directory",
                            directory.toString(),
                            "its disk has " + free / MIB + " MiB left, and a runner needs " + floor / MIB + " MiB",
                            "free some space there, or lower limits.fetchFreeBytes")
                    .toException();
        }
    }
}
