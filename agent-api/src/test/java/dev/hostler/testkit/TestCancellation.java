package dev.hostler.testkit;

import dev.hostler.api.spi.CancellationToken;
import java.util.ArrayList;
import java.util.List;

/** A token that a test cancels. Thread-safe; {@code this} guards the fields. */
public final class TestCancellation implements CancellationToken {
    private final List<Runnable> actions = new ArrayList<>();
    private boolean cancelled;

    /** Creates a token that is not cancelled. */
    public TestCancellation() {}

    /** Cancels it. */
    public void cancel() {
        List<Runnable> due;
        synchronized (this) {
            cancelled = true;
            due = List.copyOf(actions);
            actions.clear();
        }
        due.forEach(Runnable::run);
    }

    @Override
    public synchronized boolean isCancelled() {
        return cancelled;
    }

    @Override
    public Registration onCancel(Runnable action) {
        synchronized (this) {
            if (!cancelled) {
                actions.add(action);
                return () -> remove(action);
            }
        }
        action.run();
        return () -> {};
    }

    private synchronized void remove(Runnable action) {
        actions.remove(action);
    }
}
