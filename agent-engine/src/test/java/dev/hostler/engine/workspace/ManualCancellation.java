package dev.hostler.engine.workspace;

import dev.hostler.api.spi.CancellationToken;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A token that a test cancels. */
final class ManualCancellation implements CancellationToken {
    private final List<Runnable> actions = new CopyOnWriteArrayList<>();
    private volatile boolean cancelled;

    void cancel() {
        cancelled = true;
        actions.forEach(Runnable::run);
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    @Override
    public Registration onCancel(Runnable action) {
        actions.add(action);
        return () -> actions.remove(action);
    }
}
