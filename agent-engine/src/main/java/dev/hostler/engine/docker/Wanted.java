package dev.hostler.engine.docker;

import dev.hostler.api.spi.CancellationToken;
import dev.hostler.api.spi.Scheduler;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Whether anybody still wants what a thread does: neither its interrupt nor its token says no. Thread-safe. */
public final class Wanted {
    private Wanted() {}

    /**
     * Goes on only with what is wanted.
     *
     * @throws InterruptedException if the thread was interrupted or the token is cancelled
     */
    public static void require(CancellationToken cancellation) throws InterruptedException {
        if (cancellation.isCancelled() || Thread.interrupted()) {
            throw new InterruptedException("cancelled");
        }
    }

    /**
     * Waits while it is wanted.
     *
     * @throws InterruptedException as soon as the thread is interrupted or the token is cancelled
     */
    public static void pause(Scheduler scheduler, Duration time, CancellationToken cancellation)
            throws InterruptedException {
        CompletableFuture<Void> over = new CompletableFuture<>();
        Scheduler.Task alarm = scheduler.schedule("docker-pause", time, () -> over.complete(null));
        try (CancellationToken.Registration ignored = cancellation.onCancel(() -> over.cancel(false))) {
            over.get();
        } catch (CancellationException e) {
            throw new InterruptedException("cancelled");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            alarm.cancel();
        }
    }
}
