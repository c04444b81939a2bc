package dev.hostler.engine.testing;

import dev.hostler.api.spi.Scheduler;
import java.time.Duration;
import java.time.Instant;

/** Passes everything on to another scheduler, which outlives it; what a test wants otherwise is overridden. Thread-safe. */
public abstract class PassingScheduler implements Scheduler {
    private final Scheduler next;

    /** Passes on to a scheduler. */
    protected PassingScheduler(Scheduler next) {
        this.next = next;
    }

    @Override
    public Instant now() {
        return next.now();
    }

    @Override
    public Duration sinceBoot() {
        return next.sinceBoot();
    }

    @Override
    public String bootId() {
        return next.bootId();
    }

    @Override
    public long nanoTime() {
        return next.nanoTime();
    }

    @Override
    public Task start(String name, Runnable body) {
        return next.start(name, body);
    }

    @Override
    public Task schedule(String name, Duration delay, Runnable body) {
        return next.schedule(name, delay, body);
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
        next.sleep(time);
    }
}
