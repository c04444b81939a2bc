package dev.hostler.api.log;

import dev.hostler.api.meta.Experimental;
import java.time.Instant;

/**
 * One line that a workload has printed, or a piece of a very long one. Immutable.
 *
 * @param time when it was printed, by the host's clock
 * @param output where it was printed
 * @param text the line without its line end; malformed UTF-8 is replaced by U+FFFD
 * @param continued whether the following line is a part of this one
 */
@Experimental
public record TimedLine(Instant time, Output output, String text, boolean continued) {
    /** A stream of a program. */
    @Experimental
    public enum Output {
        /** Standard output. */
        STDOUT,
        /** Standard error. */
        STDERR
    }
}
