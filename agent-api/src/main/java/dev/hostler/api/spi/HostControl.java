package dev.hostler.api.spi;

import dev.hostler.api.meta.Experimental;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** What a cloud or cluster says of this machine, and the way to give it back. Thread-safe. */
@Experimental
public interface HostControl extends AutoCloseable {
    /** Returns the control's id; also the name of its settings. */
    String id();

    /** Starts to tell of notices, each once, on a thread of its own. Called at most once. */
    void watch(Consumer<Notice> listener);

    /** Gives the machine back. Called after everything is reported; may not return. */
    void release(String reason);

    /** Stops telling. Idempotent. */
    @Override
    void close();

    /**
     * The machine will be taken away. Immutable.
     *
     * @param reason why, for people
     * @param deadline when; empty if unknown
     */
    @Experimental
    record Notice(String reason, Optional<Instant> deadline) {}
}
