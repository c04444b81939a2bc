package dev.hostler.engine.log;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import java.util.Map;

/**
 * How much of one job's log is kept. Immutable.
 *
 * @param beginning how many of its first bytes are kept
 * @param end how many of its latest bytes are kept at least, once it is longer than that; up to twice as many are
 */
public record LogLimits(long beginning, long end) {
    /** The first 4 GiB and the last 4 MiB. */
    public static final LogLimits DEFAULT = new LogLimits(4L << 30, 4L << 20);

    /**
     * Reads the settings {@code max-bytes} and {@code kept-end-bytes}.
     *
     * @throws dev.hostler.api.error.AgentException with {@code INVALID_INPUT} if one is no positive number
     */
    public static LogLimits of(Map<String, String> settings) {
        return new LogLimits(
                number(settings, "max-bytes", DEFAULT.beginning), number(settings, "kept-end-bytes", DEFAULT.end));
    }

    private static long number(Map<String, String> settings, String name, long otherwise) {
        String text = settings.getOrDefault(name, String.valueOf(otherwise));
        if (text.matches("[1-9]\\d{0,17}")) {
            return Long.parseLong(text);
        }
        throw Failure.cannot(
                        ErrorCode.INVALID_INPUT,
                        "accept setting",
                        name,
                        "'" + text + "' is not a number of bytes from 1 on",
                        "give a whole number of bytes")
                .toException();
    }
}
