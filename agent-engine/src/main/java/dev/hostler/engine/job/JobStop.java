package dev.hostler.engine.job;

import dev.hostler.api.spi.CancellationToken;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether and why a job is to end early. The first reason stays. Thread-safe: the fields are guarded by the object's own
 * lock, which is not held while actions run.
 */
final class JobStop implements CancellationToken {
    /** Why a job is to end early. */
    enum Reason {
        CANCELLED,
        TIMED_OUT
    }

    private final Set<Runnable> actions = new LinkedHashSet<>();
    private Optional<Reason> reason = Optional.empty();

    void request(Reason why) {
        List<Runnable> due;
        synchronized (this) {
            if (reason.isPresent()) {
                return;
            }
            reason = Optional.of(why);
            due = List.copyOf(actions);
            actions.clear();
        }
        due.forEach(Runnable::run);
    }

    synchronized Optional<Reason> reason() {
        return reason;
    }

    @Override
    public boolean isCancelled() {
        return reason().isPresent();
    }

    @Override
    public Registration onCancel(Runnable action) {
        synchronized (this) {
            if (reason.isEmpty()) {
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
