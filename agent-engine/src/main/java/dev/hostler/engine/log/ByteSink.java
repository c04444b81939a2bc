package dev.hostler.engine.log;

/** Takes bytes; the array is the caller's and is used again. */
@FunctionalInterface
interface ByteSink {
    void accept(byte[] bytes, int offset, int length);
}
