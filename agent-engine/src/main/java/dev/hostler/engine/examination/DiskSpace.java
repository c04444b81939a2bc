package dev.hostler.engine.examination;

import dev.hostler.api.node.Finding;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Looks how much room a directory's disk has. Immutable. */
public final class DiskSpace {
    private static final double GIB = 1 << 30;
    private static final long MIB = 1 << 20;

    /** How many times the floor is little, but enough for now. */
    private static final int LITTLE = 10;

    private final Path directory;
    private final long floor;

    /**
     * Creates a look.
     *
     * @param directory the data directory, which need not be there yet
     * @param floor how many bytes must be free for new work
     */
    public DiskSpace(Path directory, long floor) {
        this.directory = directory;
        this.floor = floor;
    }

    /** Looks; blocks as long as the file system does. */
    public List<Finding> look() throws IOException {
        FileStore store = Files.getFileStore(existing());
        long free = store.getUsableSpace();
        String text = String.format(
                Locale.ROOT,
                "%.1f of %.1f GiB are free for %s; no new work is taken below %d MiB",
                free / GIB,
                store.getTotalSpace() / GIB,
                directory,
                floor / MIB);
        String remedy = "free some space, or choose a data directory on another disk";
        if (free < floor) {
            return List.of(Finding.problem("disk", text, remedy));
        }
        return List.of(free / LITTLE < floor ? Finding.warning("disk", text, remedy) : Finding.ok("disk", text));
    }

    private Path existing() {
        Path path = directory.toAbsolutePath();
        while (!Files.exists(path) && path.getParent() != null) {
            path = Objects.requireNonNull(path.getParent());
        }
        return path;
    }
}
