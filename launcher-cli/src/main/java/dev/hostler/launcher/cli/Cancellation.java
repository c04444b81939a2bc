package dev.hostler.launcher.cli;

import dev.hostler.api.job.JobHandle;
import java.util.Optional;

/**
 * The wish to end the run, by a signal or because nobody reads its output. Thread-safe.
 *
 * <p>Implementation note: the monitor guards both fields; a wish that comes before the job is passed on with it.
 */
final class Cancellation {
    private Optional<JobHandle> job = Optional.empty();
    private boolean requested;

    /** Names the job to cancel, now or later. */
    synchronized void watch(JobHandle handle) {
        job = Optional.of(handle);
        if (requested) {
            handle.cancel();
        }
    }

    /** Asks for the end. Idempotent. */
    synchronized void cancel() {
        if (!requested) {
            requested = true;
            job.ifPresent(JobHandle::cancel);
        }
    }

    synchronized boolean requested() {
        return requested;
    }
}
