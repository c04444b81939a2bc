package dev.hostler.api.spi;

import dev.hostler.api.meta.Experimental;

/** Tells a long call that nobody wants its outcome any more. Thread-safe. */
@Experimental
public interface CancellationToken {
    /** A token that is never cancelled. */
    CancellationToken NONE = new CancellationToken() {
        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public Registration onCancel(Runnable action) {
            return () -> {};
        }
    };

    /** Returns whether the work should end as soon as it can. Never goes back to false. */
    boolean isCancelled();

    /**
     * Runs an action when the token is cancelled, on the cancelling thread; at once if it already is. The action must
     * not block.
     */
    Registration onCancel(Runnable action);

    /** Takes an action back. */
    @Experimental
    interface Registration extends AutoCloseable {
        /** The action will not run any more, unless it is running. Idempotent. */
        @Override
        void close();
    }
}
