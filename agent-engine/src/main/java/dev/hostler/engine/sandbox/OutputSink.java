package dev.hostler.engine.sandbox;

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
}
