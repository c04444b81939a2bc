package dev.hostler.launcher.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * The wish to end what runs, by a signal or because nobody reads its output. Thread-safe.
 *
 * <p>Implementation note: the monitor guards both fields; an action that comes after the wish is run at once.
 */
final class Cancellation {
    private final List<Runnable> actions = new ArrayList<>();
    private boolean requested;

    /** Runs an action when the end is asked for, or now if it was. */
    synchronized void onRequest(Runnable action) {
        actions.add(action);
        if (requested) {
            action.run();
        }
    }

    /** Asks for the end. Idempotent. */
    synchronized void cancel() {
        if (!requested) {
            requested = true;
            actions.forEach(Runnable::run);
        }
    }

    synchronized boolean requested() {
        return requested;
    }
}
