package dev.hostler.engine.retry;

import dev.hostler.api.spi.Scheduler;
import dev.hostler.testkit.ManualScheduler;
import java.time.Duration;
import java.time.Instant;

/** A scheduler on which a sleep takes no time, and moves its clocks as far as if it had. Confined to one thread. */
final class LeapingScheduler implements Scheduler {
    private final ManualScheduler time = new ManualScheduler();

    void afterSleeping(Duration sum, Runnable action) {
        time.schedule("test", sum, action);
    }

    @Override
    public void sleep(Duration sleep) {
        time.advance(sleep);
    }

    @Override
    public Instant now() {
        return time.now();
    }

    @Override
    public Duration sinceBoot() {
        return time.sinceBoot();
    }

    @Override
    public String bootId() {
        return time.bootId();
    }

    @Override
    public long nanoTime() {
        return time.nanoTime();
    }

    @Override
    public Task start(String name, Runnable body) {
        return time.start(name, body);
    }

    @Override
    public Task schedule(String name, Duration delay, Runnable body) {
        return time.schedule(name, delay, body);
    }
}
