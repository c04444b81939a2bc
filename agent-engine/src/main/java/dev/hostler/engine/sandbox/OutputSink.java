package dev.hostler.engine.sandbox;

import java.util.Optional;

/** Takes a step's raw output as it comes. Called on the thread that follows the step. */
@FunctionalInterface
public interface OutputSink {
    /**
     * Takes bytes; the buffer is used again after the call.
     *
     * @param buffer what holds the bytes, from index 0
     * @param length how many there are, at least 1
     */
    void accept(byte[] buffer, int length);

    /**
     * Makes sure that output is never asked for again, also not by a later run of the agent: its space is given back after
     * this call. A sink that can't say so says 0.
     *
     * @return how many bytes of the step's output, from its very first one, are not needed any more; never less than
     *     before
     */
    default long settle() {
        return 0;
    }

    /** Returns where the step's standard error goes; if empty, it comes here too, in the order in which it was written. */
    default Optional<Errors> errors() {
        return Optional.empty();
    }

    /**
     * Where standard error goes that is kept apart. Immutable.
     *
     * @param sink takes it
     * @param known how many bytes of it the sink has already
     */
    record Errors(OutputSink sink, long known) {}
}
