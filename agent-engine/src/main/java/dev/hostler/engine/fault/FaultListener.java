package dev.hostler.engine.fault;

import dev.hostler.api.job.JobKey;

/**
 * Is told how far a job has come, so that a test can end the process there. In production nobody listens. Called on
 * whatever thread gets there, also on the store's own; must not call the store, and must not throw.
 */
@FunctionalInterface
public interface FaultListener {
    /** A listener that does nothing. */
    FaultListener NONE = (point, job) -> {};

    /** The job got there. */
    void reached(FaultPoint point, JobKey job);
}
