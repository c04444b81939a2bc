package dev.hostler.engine.runtime.runner;

import dev.hostler.api.spi.Scheduler;
import java.time.Duration;

/**
 * A moment by the boot clock. Immutable.
 *
 * @param scheduler reads the clock
 * @param end the moment
 */
record Deadline(Scheduler scheduler, Duration end) {
    static Deadline in(Scheduler scheduler, Duration time) {
        return new Deadline(scheduler, scheduler.sinceBoot().plus(time));
    }

    Duration left() {
        return end.minus(scheduler.sinceBoot());
    }

    boolean isOver() {
        Duration left = left();
        return left.isNegative() || left.isZero();
    }
}
