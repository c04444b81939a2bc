package dev.hostler.launcher.cli;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.job.JobSpec;

/**
 * What a job shows, and what ends it, wherever it runs. Confined to one thread.
 *
 * @param rendering how it speaks
 * @param cancellation the wish to end it
 */
record JobOutput(Rendering rendering, Cancellation cancellation) {
    /** As for any program whose reader goes away, as in {@code | head -1}, that is the end; but an orderly one. */
    void line(String text) {
        if (!rendering.line(text) && !cancellation.requested()) {
            rendering.notice("Nobody reads the output any more; the job is cancelled");
            cancellation.cancel();
        }
    }

    /** Throws if the job was cancelled before it could begin. */
    void refuseIfCancelled(JobSpec job) {
        if (cancellation.requested()) {
            throw Failure.cannot(
                            ErrorCode.CANCELLED,
                            "run job",
                            job.id().value(),
                            "it was interrupted before it started",
                            "start it again")
                    .toException();
        }
    }
}
