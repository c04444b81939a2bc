package dev.hostler.engine.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import java.io.Closeable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Waits until the engine has started a program without its output. The client library's own callback would write a
 * refusal into the agent's log as an error. Thread-safe.
 */
final class StartedExec implements ResultCallback<Frame> {
    private final CompletableFuture<Void> answered = new CompletableFuture<>();

    @Override
    public void onStart(Closeable stream) {
        // The stream ends with the answer.
    }

    @Override
    public void onNext(Frame output) {
        // There is none.
    }

    @Override
    public void onError(Throwable thrown) {
        answered.completeExceptionally(thrown);
    }

    @Override
    public void onComplete() {
        answered.complete(null);
    }

    @Override
    public void close() {
        // Holds nothing.
    }

    /** Returns once it was started; throws what the engine says if it was not. */
    void await() throws InterruptedException {
        try {
            answered.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException refused ? refused : new IllegalStateException(e.getCause());
        }
    }
}
