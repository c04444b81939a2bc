package dev.hostler.launcher.http.server;

import java.io.ByteArrayOutputStream;

/** Content that comes bit by bit, for one client. Called by one thread at a time, save {@link #onMore}. */
public interface Feed extends AutoCloseable {
    /**
     * Adds what is there, and never waits for more.
     *
     * @param target what it is added to
     * @param about how many bytes are enough; one piece may lead over that
     * @return whether that was the end of all
     * @throws dev.hostler.api.error.AgentException if no more can be had; the client is told the message
     */
    boolean fill(ByteArrayOutputStream target, int about);

    /** Calls somebody at once, and whenever there may be more. The call returns at once. */
    void onMore(Runnable listener);

    /** Returns what shows a client that has got nothing for a while that all is well; empty if all bytes are content. */
    byte[] lifeSign();

    /** Returns what tells a client why there is no more though this is not the end; empty if that can't be told. */
    byte[] farewell(String reason);

    /** Frees what the feed holds. Idempotent. */
    @Override
    void close();
}
