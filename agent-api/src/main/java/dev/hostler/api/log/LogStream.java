package dev.hostler.api.log;

import dev.hostler.api.meta.Experimental;
import java.util.Optional;

/**
 * A reader of one log, from an offset to the log's end. Confined to one thread, save {@link #close()}.
 *
 * <p>A slow reader harms only itself: it reads from the stored log and holds nothing back.
 */
@Experimental
public interface LogStream extends AutoCloseable {
    /**
     * Waits for the next line.
     *
     * @return the line, or empty once the log is complete and read to its end, or the stream is closed
     * @throws InterruptedException if the waiting thread is interrupted; the stream can still be read
     */
    Optional<LogLine> next() throws InterruptedException;

    /** Returns how many bytes the log has by now, kept or not; of one that is complete, for good. */
    long size();

    /** Ends the reading, also a wait in another thread. Idempotent. */
    @Override
    void close();
}
