package dev.hostler.engine.executor.docker;

import dev.hostler.api.job.ImagePull;
import dev.hostler.api.spi.SandboxNotices;
import dev.hostler.engine.docker.PullListener;

/**
 * Passes on to a job how the pull of its image goes. Immutable.
 *
 * @param job what the job is told by
 */
record PullNotices(SandboxNotices job) implements PullListener {
    @Override
    public void line(String text) {
        job.line(text);
    }

    @Override
    public void pulling(ImagePull pull) {
        job.pulling(pull);
    }
}
