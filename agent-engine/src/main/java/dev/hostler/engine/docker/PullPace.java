package dev.hostler.engine.docker;

import java.time.Duration;

/**
 * How often a pull tells how far it is, and how long it may stand still. Immutable.
 *
 * @param event the least time between two events
 * @param line the least time between two lines of the log
 * @param patience how long nothing may come
 */
record PullPace(Duration event, Duration line, Duration patience) {
    static final PullPace USUAL = new PullPace(Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofMinutes(2));
}
