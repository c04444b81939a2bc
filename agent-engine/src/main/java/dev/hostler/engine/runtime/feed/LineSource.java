package dev.hostler.engine.runtime.feed;

/** Where the lines of a log come from. Confined to one thread, save {@link #close}. */
public interface LineSource extends AutoCloseable {
    /** Reads to the end; throws {@code AgentException} if lines may be missing. */
    void read(LineSink lines) throws InterruptedException;

    /** Ends the reading, also under the reader. Idempotent. */
    @Override
    void close();
}
