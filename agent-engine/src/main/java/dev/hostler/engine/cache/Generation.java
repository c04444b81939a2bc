package dev.hostler.engine.cache;

import dev.hostler.engine.cache.CacheLocks.Held;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One saved content of a cache. Immutable.
 *
 * <p>A cache is a directory with its generations and a file {@code current} that names the valid one and its size. The
 * size tells whether all of it reached the disk before a power cut.
 *
 * @param name the generation's directory
 * @param size what it holds
 */
record Generation(String name, TreeSize size) {
    static final String PREFIX = "g-";
    private static final String CURRENT = "current";
    private static final Pattern FORM = Pattern.compile("(g-[0-9a-f-]{36}) (\\d{1,18}) (\\d{1,18})\n");

    static String newName() {
        return PREFIX + UUID.randomUUID();
    }

    static boolean isThere(Path cache) {
        return Files.exists(cache.resolve(CURRENT));
    }

    static Optional<Generation> current(Path cache) throws IOException {
        if (!isThere(cache)) {
            return Optional.empty();
        }
        Matcher matcher = FORM.matcher(Files.readString(cache.resolve(CURRENT)));
        if (!matcher.matches()) {
            throw new IOException("what was kept is damaged");
        }
        TreeSize size = new TreeSize(Long.parseLong(matcher.group(2)), Long.parseLong(matcher.group(3)));
        return Optional.of(new Generation(matcher.group(1), size));
    }

    /** Makes the cache an empty one, at once for all who look. */
    static void makeNoneCurrent(Path cache, Held using) throws IOException {
        requireLock(using);
        Files.deleteIfExists(cache.resolve(CURRENT));
    }

    private static void requireLock(Held using) throws IOException {
        if (!using.channel().isOpen()) {
            throw new IOException("the cache is not locked");
        }
    }

    /** Makes this the valid one, at once for all who look; the lock keeps those away who still read the former one. */
    void makeCurrent(Path cache, Held using) throws IOException {
        requireLock(using);
        Path next = cache.resolve("next");
        Files.writeString(next, name + " " + size.entries() + " " + size.bytes() + "\n");
        Files.move(next, cache.resolve(CURRENT), StandardCopyOption.ATOMIC_MOVE);
    }
}
