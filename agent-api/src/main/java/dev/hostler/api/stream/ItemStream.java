package dev.hostler.api.stream;

import dev.hostler.api.meta.Experimental;
import java.util.Optional;

/**
 * A reader of things that come one after the other. Confined to one thread at a time, save {@link #close()} and {@link
 * #onMore}.
 *
 * <p>It is read in one of two ways. {@link #next()} waits, and takes a thread for each reader. A program with many readers
 * gives each {@link #onMore} and has a few threads {@link #poll()} those that were told.
 *
 * @param <T> what comes
 */
@Experimental
public interface ItemStream<T> extends AutoCloseable {
    /**
     * Waits for the next item.
     *
     * @return the item; empty once there will be no more, or the stream is closed
     * @throws InterruptedException if the waiting thread is interrupted; the stream can still be read
     * @throws dev.hostler.api.error.AgentException if what is read can't be had any more
     */
    Optional<T> next() throws InterruptedException;

    /**
     * Returns the next item if it is there. Never waits for one.
     *
     * @return the item; empty if it is not there yet, or there will be no more, which {@link #isOver()} tells apart
     * @throws dev.hostler.api.error.AgentException if what is read can't be had any more
     */
    Optional<T> poll();

    /** Returns whether the reader has been told that there will be no more. */
    boolean isOver();

    /**
     * Calls somebody once now, and from now on whenever there may be more to {@link #poll()}, or to learn that it is over.
     * The call comes on the thread that brings the news: it must return at once and throw nothing. A second listener takes
     * the place of the first.
     */
    void onMore(Runnable listener);

    /** Ends the reading, also a wait in another thread. Idempotent. */
    @Override
    void close();
}
