package dev.hostler.api.log;

import dev.hostler.api.meta.Experimental;
import java.util.Optional;

/** A reader of what a workload prints. Confined to one thread, save {@link #close()}. */
@Experimental
public interface TimedLogStream extends AutoCloseable {
    /**
     * Waits for the next line.
     *
     * @return the line; empty once all is read, the workload's container is gone, or the stream is closed
     * @throws InterruptedException if the waiting thread is interrupted; the stream can still be read
     * @throws dev.hostler.api.error.AgentException with {@code RUNTIME_UNAVAILABLE} if the log was cut off
     */
    Optional<TimedLine> next() throws InterruptedException;

    /** Ends the reading, also a wait in another thread. Idempotent. */
    @Override
    void close();
}
