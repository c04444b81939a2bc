package dev.hostler.api.log;

import dev.hostler.api.field.Fields;
import dev.hostler.api.meta.Experimental;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which lines of a log that has times and no offsets. Immutable.
 *
 * @param since lines from this moment on; empty: from the first that is kept
 * @param tail only so many of the last lines that are there; empty: all
 * @param follow whether to go on with lines as they are printed
 */
@Experimental
public record LogQuery(Optional<Instant> since, OptionalInt tail, boolean follow) {
    /** All that is kept. */
    public static final LogQuery ALL = new LogQuery(Optional.empty(), OptionalInt.empty(), false);

    /** Checks the number. */
    public LogQuery {
        Fields.within("tail", tail.orElse(0), 0, Integer.MAX_VALUE);
    }

    /** Returns the same question for lines from a moment on. */
    public LogQuery from(Instant value) {
        return new LogQuery(Optional.of(value), tail, follow);
    }

    /** Returns the same question for the last lines. */
    public LogQuery last(int lines) {
        return new LogQuery(since, OptionalInt.of(lines), follow);
    }

    /** Returns the same question, with lines as they are printed. */
    public LogQuery following() {
        return new LogQuery(since, tail, true);
    }
}
