package dev.hostler.engine.state;

import dev.hostler.api.spi.Scheduler;
import java.time.Duration;
import java.time.Instant;

/** Starts real threads; all that a store needs of a scheduler. */
final class PlainScheduler implements Scheduler {
    @Override
    public Instant now() {
        throw new UnsupportedOperationException("a store reads no clock");
    }

    @Override
    public Duration sinceBoot() {
        throw new UnsupportedOperationException("a store reads no clock");
    }

    @Override
    public String bootId() {
        throw new UnsupportedOperationException("a store reads no clock");
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Task start(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
        return new Task() {
            @Override
            public void cancel() {
                thread.interrupt();
            }

            @Override
            public boolean join(Duration limit) throws InterruptedException {
                thread.join(limit.toMillis());
                return !thread.isAlive();
            }
        };
    }

    @Override
    public Task schedule(String name, Duration delay, Runnable body) {
        throw new UnsupportedOperationException("a store has no timers");
    }

    @Override
    public void sleep(Duration time) {
        throw new UnsupportedOperationException("a store does not sleep");
    }
}
