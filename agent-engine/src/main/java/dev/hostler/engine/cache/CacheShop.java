package dev.hostler.engine.cache;

import dev.hostler.api.spi.Scheduler;
import dev.hostler.engine.cache.CacheLocks.Held;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A directory of caches and the locks on them, as the settings decide. Immutable.
 *
 * @param settings the settings
 * @param scheduler the clock
 * @param save locks of those who write a new generation
 * @param use locks of those who read the current one or make another one current
 */
record CacheShop(CacheSettings settings, Scheduler scheduler, CacheLocks save, CacheLocks use) {
    private static final Pattern FILE_NAME = Pattern.compile("(?!h-)[A-Za-z0-9][A-Za-z0-9._-]{0,150}");

    static CacheShop of(CacheSettings settings, Scheduler scheduler) {
        return new CacheShop(
                settings,
                scheduler,
                new CacheLocks(scheduler, settings.patience()),
                new CacheLocks(scheduler, settings.patience()));
    }

    /** Returns the directory of a cache, which may not be there yet. */
    Path place(String key) {
        return settings.directory().resolve(FILE_NAME.matcher(key).matches() ? key : "h-" + hash(key));
    }

    Held lockForSaving(Path cache) throws IOException {
        return save.lock(cache.resolve("save.lock"));
    }

    Held lockForUse(Path cache) throws IOException {
        return use.lock(use(cache));
    }

    /** Notes that a cache is used now; its lock's time tells. */
    void touch(Path cache) throws IOException {
        Files.setLastModifiedTime(use(cache), FileTime.from(scheduler.now()));
    }

    /** Returns when a cache was last used. */
    Instant lastUsed(Path cache) throws IOException {
        return Files.getLastModifiedTime(use(cache)).toInstant();
    }

    private static Path use(Path cache) {
        return cache.resolve("use.lock");
    }

    /** Removes what is not current: the former generation, a failed one, and what a crash has left. */
    static void removeOthers(Path cache, Held saving) throws IOException {
        Optional<String> keep = currentName(cache);
        try (DirectoryStream<Path> generations = Files.newDirectoryStream(cache, Generation.PREFIX + "*")) {
            for (Path generation : generations) {
                if (saving.channel().isOpen()
                        && !keep.equals(Optional.of(generation.getFileName().toString()))) {
                    TreeWalk.remove(generation);
                }
            }
        }
    }

    private static Optional<String> currentName(Path cache) {
        try {
            return Generation.current(cache).map(Generation::name);
        } catch (IOException damaged) {
            return Optional.empty();
        }
    }

    static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
