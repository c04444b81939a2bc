package dev.hostler.api.spi;

import dev.hostler.api.error.Failure;
import dev.hostler.api.job.JobResult;
import dev.hostler.api.job.JobSpec;
import dev.hostler.api.meta.Experimental;
import java.time.Duration;
import java.util.Optional;

/**
 * A queue of jobs outside the agent. The engine leases a job only when it has a slot for it, stores it before it runs,
 * and answers exactly one of {@link #complete}, {@link #retry} and {@link #reject} for each lease, also after a restart;
 * each of the three must be safe to repeat. Calls for different leases come at the same time.
 */
@Experimental
public interface JobSource extends AutoCloseable {
    /** Returns the source's id, which is also the owner of its jobs. */
    String id();

    /**
     * Waits for a job.
     *
     * @param limit how long to wait
     * @return a job that is now leased to this agent, or empty
     * @throws InterruptedException if the thread is interrupted; nothing is leased then
     */
    Optional<Lease> lease(Duration limit) throws InterruptedException;

    /** Keeps a lease alive. Returns whether it is still ours; if not, the job is ended and not reported. */
    boolean renew(Lease lease);

    /** Reports a job's result. Called after the result is stored. */
    void complete(Lease lease, JobResult result);

    /** Gives a job back that did not run. */
    void retry(Lease lease, Failure reason);

    /** Puts a job aside that can never run. */
    void reject(Lease lease, Failure reason);

    /** Leases nothing more and gives connections back. Idempotent. */
    @Override
    void close();

    /**
     * A job that is ours for a while. Immutable.
     *
     * @param token what the source needs to find it again; stored by the engine
     * @param job the job
     * @param duration how long the lease lasts from the last renewal
     */
    @Experimental
    record Lease(String token, JobSpec job, Duration duration) {}
}
