package dev.hostler.engine.workload;

import dev.hostler.api.spi.CancellationToken;
import java.util.ArrayList;
import java.util.List;

/** Tells a step that a newer wish is there. Thread-safe. */
final class StepStop implements CancellationToken {
    private final List<Runnable> actions = new ArrayList<>();
    private boolean cancelled;

    void request() {
        List<Runnable> now;
        synchronized (this) {
            cancelled = true;
            now = List.copyOf(actions);
            actions.clear();
        }
        now.forEach(Runnable::run);
    }

    @Override
    public synchronized boolean isCancelled() {
        return cancelled;
    }

    @Override
    public Registration onCancel(Runnable action) {
        boolean late;
        synchronized (this) {
            late = cancelled;
            if (!late) {
                actions.add(action);
            }
        }
        if (late) {
            action.run();
        }
        return () -> take(action);
    }

    private synchronized void take(Runnable action) {
        actions.remove(action);
    }
}
