package dev.hostler.engine.job;

import dev.hostler.api.job.ImagePull;
import dev.hostler.api.spi.SandboxNotices;
import dev.hostler.engine.log.MaskedLog;

/**
 * Passes on what the opening of a job's sandbox tells: lines to its log, images to its events.
 *
 * @param log the job's log
 * @param events the job's events
 */
record JobNotices(MaskedLog log, JobEvents events) implements SandboxNotices {
    @Override
    public void line(String text) {
        log.note(text);
    }

    @Override
    public void pulling(ImagePull pull) {
        events.pulling(pull);
    }
}
