package dev.hostler.engine.state;

import dev.hostler.api.job.JobKey;
import dev.hostler.api.workload.WorkloadKey;
import java.time.Duration;

/**
 * Stands at both sides of every durable write, so that a test can make it fail or end the process there. Called on the
 * store's own thread, and must not call the store.
 */
public interface CommitListener {
    /** A listener that does nothing. */
    CommitListener NONE = new CommitListener() {};

    /** Called before the write; what it throws reaches the caller, and nothing is stored. */
    default void before(CommitPoint point, JobKey job) {}

    /** Called once the write is durable and before its caller knows; what it throws reaches the caller. */
    default void after(CommitPoint point, JobKey job) {}

    /** Called before the write; what it throws reaches the caller, and nothing is stored. */
    default void before(WorkloadCommit point, WorkloadKey workload) {}

    /** Called once the write is durable and before its caller knows; what it throws reaches the caller. */
    default void after(WorkloadCommit point, WorkloadKey workload) {}

    /** Called after each commit with how long it took, the wait for the disk included. */
    default void committed(Duration took) {}
}
