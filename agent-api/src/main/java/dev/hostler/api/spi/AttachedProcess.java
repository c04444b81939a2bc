package dev.hostler.api.spi;

import dev.hostler.api.meta.Experimental;

/** The agent's hold on one program that it started inside a sandbox. Thread-safe. */
@Experimental
public interface AttachedProcess extends AutoCloseable {
    /**
     * Asks the host how the program is. Bounded. The output may still be on its way when it has exited; see
     * {@link #isDrained()}.
     */
    State state();

    /**
     * Returns whether no more output will come: the host has ended the stream, or the connection broke. Only
     * {@link #state()} tells which of the two: a stream that was cut looks like one that ended.
     */
    boolean isDrained();

    /** Lets go: no more output is passed on, and the program goes on without a listener. Idempotent. */
    @Override
    void close();

    /** How a program is. */
    @Experimental
    sealed interface State {
        /** It runs, or is about to. */
        @Experimental
        record Running() implements State {}

        /**
         * It has ended.
         *
         * @param code its exit code; 128 and a signal's number if it died of a signal
         */
        @Experimental
        record Exited(int code) implements State {}

        /** The host knows no such program any more, as after a restart of its own; it may run or not. */
        @Experimental
        record Forgotten() implements State {}

        /**
         * The host can't be asked now. Never taken for an end.
         *
         * @param cause why
         */
        @Experimental
        record Unknown(String cause) implements State {}
    }
}
