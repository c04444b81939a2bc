package dev.hostler.engine.docker;

import java.time.Duration;
import java.util.Optional;

/**
 * How often a pull is tried, and how long it waits in between: 1, 2, 4, 8, 16 s. Immutable.
 *
 * @param attempts how often in all, at least once
 */
record PullRetries(int attempts) {
    /** The usual number. */
    static final int USUAL_ATTEMPTS = 6;

    private static final int LAST_DOUBLING = 4;

    /** A registry that wants to be left alone longer than this is asked again all the same. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    boolean isLast(int attempt) {
        return attempt >= attempts;
    }

    /**
     * Returns how long to wait after an attempt.
     *
     * @param attempt the number of the attempt that failed, from 1
     * @param wish how long the registry wants to be left alone
     */
    Duration waitAfter(int attempt, Optional<Duration> wish) {
        Duration own = Duration.ofSeconds(1L << Math.min(attempt - 1, LAST_DOUBLING));
        Duration wished = wish.filter(time -> time.compareTo(LONGEST) < 0).orElse(wish.isPresent() ? LONGEST : own);
        return wished.compareTo(own) > 0 ? wished : own;
    }
}
