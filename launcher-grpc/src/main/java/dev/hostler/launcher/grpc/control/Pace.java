package dev.hostler.launcher.grpc.control;

import java.time.Duration;

/**
 * How patient the node is with its scheduler. Immutable.
 *
 * @param call how long a call may take
 * @param first the wait after a first failure; it doubles with each further one
 * @param most the longest wait
 * @param second how long a second of the scheduler's lasts; other than a second only in tests
 */
public record Pace(Duration call, Duration first, Duration most, Duration second) {
    /** The protocol's. */
    public static final Pace USUAL =
            new Pace(Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofSeconds(1));

    private static final int MOST_DOUBLINGS = 20;
    private static final int USUAL_INTERVAL = 10;

    /** Returns the wait after so many failures in a row. */
    Duration afterFailures(int failures) {
        Duration wait = first.multipliedBy(1L << Math.min(Math.max(failures - 1, 0), MOST_DOUBLINGS));
        return wait.compareTo(most) < 0 ? wait : most;
    }

    /** Returns the time between heartbeats that a scheduler asks for in its seconds. */
    Duration interval(int seconds) {
        return second.multipliedBy(seconds > 0 ? seconds : USUAL_INTERVAL);
    }
}
