package dev.hostler.launcher.http.server;

import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Where a client gets what it follows. Thread-safe; one write at a time. */
interface Outlet {
    /**
     * Hands bytes on, and tells when the client can take more.
     *
     * @param last whether that is all
     */
    void write(boolean last, byte[] bytes, Callback callback);

    /** Returns whether the client has hung up. */
    boolean isGone();

    /** Breaks the connection; a write that waits for the client fails with this cause. */
    void drop(Throwable cause);

    /** Ends it. Called once, when no write is under way. */
    void end(@Nullable Throwable failure);
}
