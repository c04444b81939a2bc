package dev.hostler.engine.workspace;

import dev.hostler.api.spi.Scheduler;
import java.time.Duration;
import java.time.Instant;

/** Platform threads and the machine's clocks, whatever the JVM has. */
final class PlainScheduler implements Scheduler {
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
        return "this";
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
        return new Started(thread);
    }

    @Override
    public Task schedule(String name, Duration delay, Runnable body) {
        throw new UnsupportedOperationException("no timers are used here");
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
        Thread.sleep(time.toMillis());
    }

    private record Started(Thread thread) implements Task {
        @Override
        public void cancel() {
            thread.interrupt();
        }

        @Override
        public boolean join(Duration limit) throws InterruptedException {
            thread.join(limit.toMillis());
            return !thread.isAlive();
        }
    }
}
