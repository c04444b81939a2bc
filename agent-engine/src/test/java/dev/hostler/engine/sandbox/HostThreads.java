package dev.hostler.engine.sandbox;

import dev.hostler.api.spi.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/** Plain threads and clocks, so that these tests need no other room. */
final class HostThreads implements Scheduler {
    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public Duration sinceBoot() {
        return Duration.ofNanos(System.nanoTime());
    }

    @Override
    public String bootId() {
        return "test";
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
                if (!limit.isZero()) {
                    thread.join(Math.max(1, limit.toMillis()));
                }
                return !thread.isAlive();
            }
        };
    }

    @Override
    public Task schedule(String name, Duration delay, Runnable body) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }
}
