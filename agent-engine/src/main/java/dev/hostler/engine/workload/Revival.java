package dev.hostler.engine.workload;

import java.time.Duration;

/**
 * How often in a row what an earlier wish has left was started again, and when it may be the next time. Immutable.
 *
 * @param times how often
 * @param notBefore when it may be again, by the boot clock
 */
record Revival(int times, Duration notBefore) {
    /** Not yet. */
    static final Revival NONE = new Revival(0, Duration.ZERO);

    /** Returns the same after one more time; after a long time without, they are counted anew. */
    Revival again(Duration now) {
        int inARow = notBefore.plus(Backoff.WELL).compareTo(now) < 0 ? 1 : times + 1;
        return new Revival(inARow, now.plus(Backoff.after(inARow)));
    }
}
