package dev.hostler.engine.admission;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses new work while the disk of the data directory is nearly full, so that what runs can end in order. A reading
 * that can't be had refuses nothing. Thread-safe.
 */
public final class SpaceGuard {
    private static final Logger LOG = LoggerFactory.getLogger(SpaceGuard.class);
    private static final long MIB = 1L << 20;

    private final Path directory;
    private final long floor;

    /**
     * Creates a guard.
     *
     * @param directory the data directory
     * @param floor how many bytes must be free
     */
    public SpaceGuard(Path directory, long floor) {
        this.directory = directory;
        this.floor = floor;
    }

    /**
     * Looks whether there is room for something new.
     *
     * @throws dev.hostler.api.error.AgentException with {@code NO_CAPACITY} if there is not
     */
    void requireSpace(String noun, String id) {
        long free = free();
        if (free < floor) {
            throw Failure.cannot(
                            ErrorCode.NO_CAPACITY,
                            "accept " + noun,
                            id,
                            "the disk of '" + directory + "' has " + free / MIB
                                    + " MiB left, and the agent takes no new" + " work below " + floor / MIB + " MiB",
                            "free some space there, or lower 'minimumFreeBytes'")
                    .toException();
        }
    }

    private long free() {
        try {
            return Files.getFileStore(directory).getUsableSpace();
        } catch (IOException e) {
            LOG.warn("Cannot tell how full the disk of '{}' is: {}", directory, e.getMessage());
            return Long.MAX_VALUE;
        }
    }
}
