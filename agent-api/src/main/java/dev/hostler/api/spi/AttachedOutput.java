package dev.hostler.api.spi;

import dev.hostler.api.meta.Experimental;

/** Takes what a program prints, as it comes. Called on one thread of the executor at a time. */
@Experimental
@FunctionalInterface
public interface AttachedOutput {
    /**
     * Takes bytes. May block, which holds the program up once the buffers between are full; must return soon after the
     * {@link AttachedProcess} was closed.
     *
     * @param bytes at least one; the receiver's own from here on
     */
    void accept(byte[] bytes);

    /**
     * Takes bytes that the program has written to its standard error, if the executor can tell; else all are given to
     * {@link #accept}.
     *
     * @param bytes at least one; the receiver's own from here on
     */
    default void acceptErrors(byte[] bytes) {
        accept(bytes);
    }
}
