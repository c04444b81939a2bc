package dev.hostler.engine.retry;

import java.time.Duration;

/**
 * A pause between attempts that doubles with each that fails. Immutable.
 *
 * @param first the pause after the first failure, longer than zero
 * @param longest the pause that it does not exceed
 */
public record GrowingPause(Duration first, Duration longest) {
    /** So often it may double: more would not fit, and no pause needs it. */
    private static final int MOST = 30;

    /**
     * Returns how long to wait.
     *
     * @param failures how many attempts have failed in a row, from 1
     */
    public Duration after(int failures) {
        Duration pause = first.multipliedBy(1L << Math.min(failures - 1, MOST));
        return pause.compareTo(longest) < 0 ? pause : longest;
    }
}
