package dev.hostler.engine.runtime.container;

import dev.hostler.api.job.ImagePull;
import dev.hostler.api.spi.WorkloadNotices;
import dev.hostler.engine.docker.PullListener;

/**
 * Hands on how a pull goes; the lines for people are left out, since the failure says all that they do. Immutable.
 *
 * @param notices who is told
 */
public record ToldPulls(WorkloadNotices notices) implements PullListener {
    @Override
    public void line(String text) {
        // A workload has no log of its own to put it in.
    }

    @Override
    public void pulling(ImagePull pull) {
        notices.image(pull);
    }
}
