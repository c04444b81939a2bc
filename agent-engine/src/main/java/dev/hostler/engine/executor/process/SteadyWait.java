package dev.hostler.engine.executor.process;

import dev.hostler.api.spi.Scheduler;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for something to come true, also while the thread is interrupted: for work that has to be finished. Immutable. */
final class SteadyWait {
    private static final Duration PAUSE = Duration.ofMillis(1);

    private final Scheduler scheduler;

    SteadyWait(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** Returns whether it came true in time. An interrupt is kept for the caller. */
    boolean until(BooleanSupplier condition, Duration limit) {
        long end = scheduler.nanoTime() + limit.toNanos();
        boolean interrupted = false;
        boolean met = condition.getAsBoolean();
        while (!met && scheduler.nanoTime() < end) {
            try {
                scheduler.sleep(PAUSE);
            } catch (InterruptedException e) {
                interrupted = true;
            }
            met = condition.getAsBoolean();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return met;
    }
}
