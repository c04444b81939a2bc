package dev.hostler.engine.cache;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.spi.SweepLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * The settings of the cache directory. Immutable.
 *
 * @param directory where the caches are
 * @param largest how large one may be
 * @param patience how long to wait for another job that uses the same one
 * @param limits how long and how much is kept
 */
record CacheSettings(Path directory, TreeSize largest, Duration patience, SweepLimits limits) {
    private static final long ENTRIES = 1_000_000;
    private static final long BYTES = 10L << 30;
    private static final long WAIT_SECONDS = 60;
    private static final long ALL_BYTES = 50L << 30;

    static CacheSettings of(Path otherwise, Map<String, String> settings) {
        return new CacheSettings(
                Path.of(settings.getOrDefault("directory", otherwise.toString()))
                        .toAbsolutePath()
                        .normalize(),
                new TreeSize(number(settings, "max-entries", ENTRIES), number(settings, "max-bytes", BYTES)),
                Duration.ofSeconds(number(settings, "wait-seconds", WAIT_SECONDS)),
                SweepLimits.read(DirectoryCacheStore.ID, "", settings, ALL_BYTES));
    }

    private static long number(Map<String, String> settings, String name, long otherwise) {
        String text = settings.getOrDefault(name, String.valueOf(otherwise));
        if (text.matches("\\d{1,15}")) {
            return Long.parseLong(text);
        }
        throw Failure.cannot(
                        ErrorCode.INVALID_INPUT,
                        "accept setting directory-cache." + name,
                        text,
                        "it is not a number",
                        "give a whole number")
                .toException();
    }
}
