package dev.hostler.engine.cache;

import dev.hostler.api.spi.Scheduler;
import java.time.Duration;
import java.time.Instant;

/** The part of a scheduler that the cache needs, on this machine's clock. Thread-safe. */
final class RealTime implements Scheduler {
    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public Duration sinceBoot() {
        throw new UnsupportedOperationException();
    }

    @Override
    public String bootId() {
        throw new UnsupportedOperationException();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Task start(String name, Runnable body) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Task schedule(String name, Duration delay, Runnable body) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
        Thread.sleep(time.toMillis());
    }
}
