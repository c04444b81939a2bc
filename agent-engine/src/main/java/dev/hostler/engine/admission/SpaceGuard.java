package dev.hostler.engine.admission;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
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
    private final MemoryWatch memory;

    /** To find it is to read the table of mounts; a reading from it is of the directory, whatever is mounted there by then. */
    private final AtomicReference<@Nullable FileStore> disk = new AtomicReference<>();

    /**
     * Creates a guard.
     *
     * @param directory the data directory
     * @param floor how many bytes must be free
     * @param memory warns of what is no reason to refuse
     */
    public SpaceGuard(Path directory, long floor, MemoryWatch memory) {
        this.directory = directory;
        this.floor = floor;
        this.memory = memory;
    }

    /**
     * Looks whether there is room for something new.
     *
     * @throws dev.hostler.api.error.AgentException with {@code NO_CAPACITY} if there is not
     */
    void requireSpace(String noun, String id) {
        memory.look(noun, id);
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
            return disk().getUsableSpace();
        } catch (IOException e) {
            LOG.warn("Cannot tell how full the disk of '{}' is: {}", directory, e.getMessage());
            return Long.MAX_VALUE;
        }
    }

    private FileStore disk() throws IOException {
        FileStore known = disk.get();
        if (known != null) {
            return known;
        }
        FileStore found = Files.getFileStore(directory);
        disk.set(found);
        return found;
    }
}
