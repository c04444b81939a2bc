package dev.hostler.api.event;

import dev.hostler.api.meta.Experimental;
import java.util.Optional;

/**
 * A reader of the agent's events. Confined to one thread, save {@link #close()}. A slow reader harms only itself: what
 * it did not read in time is answered by {@link AgentEvent.EventsMissed}.
 */
@Experimental
public interface EventStream extends AutoCloseable {
    /**
     * Waits for the next event.
     *
     * @return the event, or empty once the agent or the stream is closed
     * @throws InterruptedException if the waiting thread is interrupted; the stream can still be read
     */
    Optional<AgentEvent> next() throws InterruptedException;

    /** Ends the reading, also a wait in another thread. Idempotent. */
    @Override
    void close();
}
