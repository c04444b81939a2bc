package dev.hostler.engine.docker;

import dev.hostler.api.spi.CancellationToken;
import dev.hostler.api.spi.Scheduler;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One try to pull an image: a thread reads what the engine tells, the caller watches it. Confined to the caller. */
final class PullAttempt {
    private final Scheduler scheduler;
    private final PullPace pace;
    private final PullReport report;
    private final PullProgress progress = new PullProgress();
    private final CompletableFuture<Optional<PullFailure>> outcome = new CompletableFuture<>();

    PullAttempt(Scheduler scheduler, PullPace pace, PullReport report) {
        this.scheduler = scheduler;
        this.pace = pace;
        this.report = report;
    }

    /** Returns what has come. */
    PullProgress.Snapshot fetched() {
        return progress.snapshot();
    }

    /**
     * Waits for the end of the pull, as long as there is progress.
     *
     * @param stream a request that was made; still to be closed by the caller
     * @return what went wrong; empty if the engine ended the stream without a complaint
     * @throws InterruptedException if the thread is interrupted or the token is cancelled
     */
    Optional<PullFailure> follow(PullStream stream, CancellationToken cancellation) throws InterruptedException {
        scheduler.start("docker-pull", () -> read(stream));
        try (CancellationToken.Registration ignored = cancellation.onCancel(() -> outcome.cancel(false))) {
            return watch();
        } catch (CancellationException e) {
            throw new InterruptedException("cancelled");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private void read(PullStream stream) {
        try {
            stream.read(progress);
            outcome.complete(progress.error());
        } catch (IOException cut) {
            outcome.complete(progress.error()
                    .or(() -> Optional.of(PullFailure.passing("the engine's answer was cut: " + cut.getMessage()))));
        } catch (RuntimeException defect) {
            outcome.completeExceptionally(defect);
        }
    }

    private Optional<PullFailure> watch() throws InterruptedException, ExecutionException {
        PullProgress.Snapshot seen = progress.snapshot();
        long seenAt = scheduler.nanoTime();
        while (scheduler.nanoTime() - seenAt < pace.patience().toNanos()) {
            try {
                return outcome.get(pace.event().toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                PullProgress.Snapshot now = progress.snapshot();
                seenAt = now.items() == seen.items() ? seenAt : scheduler.nanoTime();
                seen = now;
                report.progress(now);
            }
        }
        return Optional.of(
                PullFailure.passing("nothing came for " + pace.patience().toSeconds() + " s"));
    }
}
