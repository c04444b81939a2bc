package dev.hostler.engine.executor.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is mounted where for this process, as the kernel says it. Immutable.
 *
 * @param entries the mounts, in the order in which they cover each other
 */
record MountTable(List<Entry> entries) {
    private static final Path SELF = Path.of("/proc/self/mountinfo");

    MountTable {
        entries = List.copyOf(entries);
    }

    /**
     * One mount. Immutable.
     *
     * @param root the directory of its file system that is mounted
     * @param point where it is mounted
     */
    record Entry(String root, Path point) {}

    static MountTable read() throws IOException {
        return parse(Files.readAllLines(SELF));
    }

    /** Reads lines of the form of proc(5), mountinfo: id, parent, device, root, mount point, and more. */
    static MountTable parse(List<String> lines) {
        List<Entry> entries = new ArrayList<>();
        for (String line : lines) {
            String[] words = line.split(" ");
            if (words.length > 4) {
                entries.add(new Entry(plain(words[3]), Path.of(plain(words[4]))));
            }
        }
        return new MountTable(entries);
    }

    /** Returns the mount that a path lies on; of two at the same point, the later one covers the earlier. */
    Optional<Entry> covering(Path path) {
        Entry best = null;
        for (Entry entry : entries) {
            if (path.startsWith(entry.point())
                    && (best == null
                            || entry.point().getNameCount() >= best.point().getNameCount())) {
                best = entry;
            }
        }
        return Optional.ofNullable(best);
    }

    /** The kernel writes space, tab, newline and backslash as octal numbers. */
    private static String plain(String word) {
        return word.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }
}
