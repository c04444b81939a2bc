package dev.hostler.engine.state;

import dev.hostler.api.identity.Owner;
import dev.hostler.api.job.JobKey;
import dev.hostler.api.job.JobResult;
import dev.hostler.api.job.JobSpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The jobs that the agent has accepted. Thread-safe.
 *
 * <p>A write that has returned is durable, also across a loss of power. Every method throws {@code AgentException} with
 * {@code STATE_UNAVAILABLE} if the store can't be read or written; a write that failed so is not stored, unless the disk
 * lost it halfway, which the next start finds out.
 */
public interface StateStore extends AutoCloseable {
    /**
     * Accepts a job. A job that was accepted before with an equal spec is left as it is.
     *
     * @return what is stored of the job afterwards
     * @throws dev.hostler.api.error.AgentException with {@code CONFLICT} if the key is taken by a job with another spec
     */
    JobRecord queue(JobKey key, JobSpec spec, Instant now);

    /**
     * Marks a queued job as running; from here on it can only end, or be {@linkplain #queueAgain queued again}.
     *
     * @throws dev.hostler.api.error.AgentException with {@code INTERNAL} if the job is not queued, with {@code NOT_FOUND}
     *     if it is unknown
     */
    void handOver(JobKey key, HandOver handOver);

    /**
     * Ends a queued or running job with its one result.
     *
     * @throws dev.hostler.api.error.AgentException with {@code INTERNAL} if the job has a result or this one is another
     *     job's, with {@code NOT_FOUND} if it is unknown
     */
    void finish(JobKey key, JobResult result);

    /**
     * Notes that somebody has asked for the end of a job. Idempotent; does nothing to a finished job.
     *
     * @throws dev.hostler.api.error.AgentException with {@code NOT_FOUND} if the job is unknown
     */
    void askCancel(JobKey key);

    /**
     * Queues a running job once more and forgets its hand-over; it keeps its place in the order of acceptance.
     *
     * @throws dev.hostler.api.error.AgentException with {@code INTERNAL} if the job is not running, with {@code NOT_FOUND}
     *     if it is unknown
     */
    void queueAgain(JobKey key, Rerun rerun);

    /** Returns what is stored of a job. */
    Optional<JobRecord> job(JobKey key);

    /** Returns an owner's jobs in the order of acceptance. */
    List<JobRecord> jobs(Owner owner);

    /** Returns the jobs without a result, in the order of acceptance. */
    List<JobRecord> unfinished();

    /**
     * Forgets the oldest finished jobs. A forgotten job's key is free again.
     *
     * @param keep how many finished jobs stay
     * @return the forgotten jobs, whose logs and artifacts can go
     */
    List<JobKey> prune(int keep);

    /**
     * Returns whether a write that failed may succeed the next time: false once the store is closed, or after a failure that
     * leaves what is stored uncertain. Asks nobody.
     */
    boolean isUsable();

    /** Waits for the writes that have begun, and ends. Idempotent; every other call fails afterwards. */
    @Override
    void close();
}
