package dev.hostler.engine.fault;

import dev.hostler.api.job.JobKey;
import dev.hostler.api.workload.WorkloadKey;

/**
 * Is told how far work has come, so that a test can end the process there. In production nobody listens. Called on
 * whatever thread gets there, also on the store's own; must not call the store, and must not throw.
 */
@FunctionalInterface
public interface FaultListener {
    /** A listener that does nothing. */
    FaultListener NONE = (point, job) -> {};

    /** The job got there. */
    void reached(FaultPoint point, JobKey job);

    /**
     * A step is about to be taken for a workload.
     *
     * @param step its name, as that of its class
     */
    default void takes(String step, WorkloadKey workload) {}
}
