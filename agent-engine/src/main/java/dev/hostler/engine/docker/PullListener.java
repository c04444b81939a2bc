package dev.hostler.engine.docker;

import dev.hostler.api.job.ImagePull;

/** Is told how the pull of an image goes. Called on the thread that wants the image; must not block. */
@FunctionalInterface
public interface PullListener {
    /**
     * Takes a line for people.
     *
     * @param text one line, without a secret
     */
    void line(String text);

    /**
     * Takes how far the image has come; at most about once a second, besides the first and the last status. Does nothing
     * unless overridden.
     *
     * @param pull where the pull is now
     */
    default void pulling(ImagePull pull) {}
}
