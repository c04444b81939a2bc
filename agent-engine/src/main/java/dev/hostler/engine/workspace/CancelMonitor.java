package dev.hostler.engine.workspace;

import java.util.function.BooleanSupplier;
import org.eclipse.jgit.lib.EmptyProgressMonitor;

/** Lets JGit's long loops see that the job is cancelled. Thread-safe. */
final class CancelMonitor extends EmptyProgressMonitor {
    private final BooleanSupplier cancelled;

    CancelMonitor(BooleanSupplier cancelled) {
        this.cancelled = cancelled;
    }

    @Override
    public boolean isCancelled() {
        return cancelled.getAsBoolean();
    }
}
