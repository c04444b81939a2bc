package dev.hostler.engine.sandbox;

import dev.hostler.api.spi.Scheduler;
import java.time.Duration;

/**
 * How long to rest between two looks: shorter right after something happened. Confined to one thread.
 *
 * <p>On two cores, resting 0.1, 0.5 and then 2 ms was as quick as inotify, and quicker than looking every 0.05 ms,
 * which takes the processor that the step needs. The last stage is for steps that say nothing for long.
 */
final class PollPace {
    private static final Duration SHORT = Duration.ofNanos(100_000);
    private static final Duration MEDIUM = Duration.ofNanos(500_000);
    private static final Duration LONG = Duration.ofMillis(2);
    private static final Duration IDLE = Duration.ofMillis(10);

    private final Scheduler scheduler;
    private long since;

    PollPace(Scheduler scheduler) {
        this.scheduler = scheduler;
        this.since = scheduler.nanoTime();
    }

    void rest(boolean somethingHappened) throws InterruptedException {
        long now = scheduler.nanoTime();
        if (somethingHappened) {
            since = now;
        }
        scheduler.sleep(after(Duration.ofNanos(now - since)));
    }

    private static Duration after(Duration quiet) {
        if (quiet.compareTo(Duration.ofMillis(3)) < 0) {
            return SHORT;
        }
        if (quiet.compareTo(Duration.ofMillis(50)) < 0) {
            return MEDIUM;
        }
        return quiet.compareTo(Duration.ofSeconds(5)) < 0 ? LONG : IDLE;
    }
}
