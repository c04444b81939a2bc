package dev.hostler.engine.retry;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.spi.CancellationToken;
import dev.hostler.api.spi.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * How often something is tried again, and after which waits. Immutable.
 *
 * @param waits the wait before each further attempt; none: it is tried once
 */
public record RetrySchedule(List<Duration> waits) {
    /** Five further attempts over half a minute: longer than a server takes to start again. */
    public static final RetrySchedule USUAL =
            new RetrySchedule(Stream.of(1, 2, 4, 8, 16).map(Duration::ofSeconds).toList());

    /** One attempt and no more. */
    public static final RetrySchedule NEVER = new RetrySchedule(List.of());

    /** How soon a wait ends when it is cancelled. */
    private static final Duration SLICE = Duration.ofMillis(100);

    /** Copies the list. */
    public RetrySchedule {
        waits = List.copyOf(waits);
    }

    /** One attempt. */
    @FunctionalInterface
    public interface Attempt<T> {
        /** Tries it; a {@link TransientFailure} is worth another attempt, anything else is not. */
        T run() throws InterruptedException;
    }

    /**
     * Tries until an attempt succeeds, fails for good, or was the last one.
     *
     * @param scheduler measures the waits
     * @param notices gets one line before each wait
     * @param cancellation ends the waiting; the last failure is thrown then
     * @throws AgentException what the last attempt has thrown
     */
    public <T> T run(Attempt<T> attempt, Scheduler scheduler, Consumer<String> notices, CancellationToken cancellation)
            throws InterruptedException {
        for (int tried = 0; ; tried++) {
            try {
                return attempt.run();
            } catch (TransientFailure failure) {
                if (tried == waits.size() || cancellation.isCancelled()) {
                    throw failure;
                }
                notices.accept(line(failure, tried));
                if (!pause(waits.get(tried), scheduler, cancellation)) {
                    throw failure;
                }
            }
        }
    }

    private String line(TransientFailure failure, int tried) {
        return failure.getMessage() + "; trying again in " + waits.get(tried).toSeconds() + " s (attempt " + (tried + 2)
                + " of " + (waits.size() + 1) + ")";
    }

    private static boolean pause(Duration wait, Scheduler scheduler, CancellationToken cancellation)
            throws InterruptedException {
        long end = scheduler.nanoTime() + wait.toNanos();
        while (!cancellation.isCancelled()) {
            long left = end - scheduler.nanoTime();
            if (left <= 0) {
                return true;
            }
            scheduler.sleep(Duration.ofNanos(Math.min(left, SLICE.toNanos())));
        }
        return false;
    }
}
