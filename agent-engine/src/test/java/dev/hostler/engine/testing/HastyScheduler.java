package dev.hostler.engine.testing;

import dev.hostler.api.spi.Scheduler;
import java.time.Duration;
import java.time.Instant;

/** A machine on which whatever is to come later comes ten times as soon; clocks and sleeps are as ever. Thread-safe. */
public final class HastyScheduler implements Scheduler {
    private static final int TIMES = 10;

    private final Scheduler machine;

    /** Makes haste on a machine, which outlives it. */
    public HastyScheduler(Scheduler machine) {
        this.machine = machine;
    }

    @Override
    public Instant now() {
        return machine.now();
    }

    @Override
    public Duration sinceBoot() {
        return machine.sinceBoot();
    }

    @Override
    public String bootId() {
        return machine.bootId();
    }

    @Override
    public long nanoTime() {
        return machine.nanoTime();
    }

    @Override
    public Task start(String name, Runnable body) {
        return machine.start(name, body);
    }

    @Override
    public Task schedule(String name, Duration delay, Runnable body) {
        return machine.schedule(name, delay.dividedBy(TIMES), body);
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
        machine.sleep(time);
    }
}
