package dev.hostler.engine.testing;

import dev.hostler.api.spi.Scheduler;
import java.time.Duration;

/** A machine on which whatever is to come later comes ten times as soon; clocks and sleeps are as ever. Thread-safe. */
public final class HastyScheduler extends PassingScheduler {
    private static final int TIMES = 10;

    /** Makes haste on a machine, which outlives it. */
    public HastyScheduler(Scheduler machine) {
        super(machine);
    }

    @Override
    public Task schedule(String name, Duration delay, Runnable body) {
        return super.schedule(name, delay.dividedBy(TIMES), body);
    }
}
