package dev.hostler.engine.executor.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.PullResponseItem;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** Follows a pull to its end. An error can come inside of a stream that ends well. Thread-safe. */
final class PullProgress extends ResultCallback.Adapter<PullResponseItem> {
    private final AtomicLong items = new AtomicLong();
    private final CompletableFuture<Optional<String>> outcome = new CompletableFuture<>();

    @Override
    public void onNext(PullResponseItem item) {
        items.incrementAndGet();
        errorIn(item).ifPresent(error -> outcome.complete(Optional.of(error)));
    }

    private static Optional<String> errorIn(PullResponseItem item) {
        return Optional.ofNullable(item.getErrorDetail())
                .flatMap(detail -> Optional.ofNullable(detail.getMessage()))
                .or(() -> Optional.ofNullable(item.getError()));
    }

    /** Without the inherited part, which would write the error to the agent's log. */
    @Override
    public void onError(Throwable thrown) {
        outcome.complete(Optional.of(EngineTrouble.message(thrown)));
    }

    @Override
    public void onComplete() {
        outcome.complete(Optional.empty());
        super.onComplete();
    }

    void cancel() {
        outcome.cancel(false);
    }

    /**
     * Waits for the end, as long as there is progress.
     *
     * @param patience how long nothing may come
     * @return what went wrong; empty if the engine ended the stream without a complaint
     * @throws InterruptedException if the thread is interrupted or the pull was cancelled
     */
    Optional<String> await(Duration patience) throws InterruptedException {
        long seen = -1;
        while (seen < items.get()) {
            seen = items.get();
            try {
                return outcome.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                // Goes on if something came meanwhile.
            } catch (ExecutionException e) {
                return Optional.of(EngineTrouble.message(e));
            } catch (CancellationException e) {
                throw new InterruptedException("cancelled");
            }
        }
        return Optional.of("nothing came for " + patience.toSeconds() + " s");
    }
}
