package dev.hostler.engine.sandbox;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import java.util.Map;

/**
 * How much one step may print. Immutable.
 *
 * @param total how many bytes in all
 * @param spool how many bytes of it may lie on the disk at one time, because they are not read yet or their space is not
 *     given back. A step is held up while half as many are unread. Where the host can't give space back, this is the limit for all of a step's output
 */
public record OutputBounds(long total, long spool) {
    /** 64 GiB in all, 1 GiB of it on the disk. */
    public static final OutputBounds DEFAULT = new OutputBounds(64L << 30, 1L << 30);

    private static final String TOTAL = "max-step-bytes";
    private static final String SPOOL = "max-spool-bytes";

    /**
     * Reads the settings {@code max-step-bytes} and {@code max-spool-bytes}.
     *
     * @throws dev.hostler.api.error.AgentException with {@code INVALID_INPUT} if one is no number, or the spool is
     *     smaller than the pieces in which its space is given back
     */
    public static OutputBounds of(Map<String, String> settings) {
        long least = 2 * SpoolSpace.PIECE;
        return new OutputBounds(
                number(settings, TOTAL, DEFAULT.total, 0), number(settings, SPOOL, DEFAULT.spool, least));
    }

    private static long number(Map<String, String> settings, String name, long otherwise, long least) {
        String text = settings.getOrDefault(name, String.valueOf(otherwise));
        if (text.matches("\\d{1,18}") && Long.parseLong(text) >= least) {
            return Long.parseLong(text);
        }
        throw Failure.cannot(
                        ErrorCode.INVALID_INPUT,
                        "accept setting",
                        name,
                        "'" + text + "' is not a number of bytes from " + least + " on",
                        "give a whole number of bytes")
                .toException();
    }
}
