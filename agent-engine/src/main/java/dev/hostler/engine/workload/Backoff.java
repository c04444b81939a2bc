package dev.hostler.engine.workload;

import java.time.Duration;

/** How long to wait after attempts in a row: 0, 1, 2, 4 ... 60 s. */
final class Backoff {
    /** After running so long, a workload counts as well, and its attempts are counted anew. */
    static final Duration WELL = Duration.ofMinutes(10);

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int LAST_DOUBLING = 7;

    private Backoff() {}

    /** Returns the wait between an attempt and the next one. */
    static Duration after(int attempts) {
        if (attempts <= 0) {
            return Duration.ZERO;
        }
        Duration wait = Duration.ofSeconds(1L << Math.min(attempts - 1, LAST_DOUBLING));
        return wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
    }
}
