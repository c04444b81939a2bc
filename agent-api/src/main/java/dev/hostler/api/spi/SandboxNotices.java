package dev.hostler.api.spi;

import dev.hostler.api.job.ImagePull;
import dev.hostler.api.meta.Experimental;

/** What the opening of a sandbox tells its job meanwhile. Called on the opening thread; must not block. */
@Experimental
@FunctionalInterface
public interface SandboxNotices {
    /**
     * Adds a line to the job's log, such as how strong the isolation is.
     *
     * @param text one line, without a secret
     */
    void line(String text);

    /**
     * Tells how far an image has come; at most about once a second for each image, besides its first and last status.
     * Does nothing unless overridden.
     *
     * @param pull where the pull is now
     */
    default void pulling(ImagePull pull) {}
}
