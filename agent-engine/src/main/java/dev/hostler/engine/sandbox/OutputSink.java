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
}
