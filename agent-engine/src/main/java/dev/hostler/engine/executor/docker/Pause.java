package dev.hostler.engine.executor.docker;

import dev.hostler.api.spi.CancellationToken;
import dev.hostler.api.spi.Scheduler;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A wait that a cancel ends. */
final class Pause {
    private Pause() {}

    static void await(Scheduler scheduler, Duration time, CancellationToken cancellation) throws InterruptedException {
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
