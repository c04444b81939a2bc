package dev.hostler.api.event;

import dev.hostler.api.job.Conclusion;
import dev.hostler.api.job.ImagePull;
import dev.hostler.api.job.JobKey;
import dev.hostler.api.job.JobState;
import dev.hostler.api.job.StepResult;
import dev.hostler.api.meta.Experimental;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.api.workload.WorkloadPhase;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Something that happened. Immutable; never carries a secret.
 *
 * <p>Sequence numbers rise by one. Events of one job come in the order QUEUED, RUNNING, its images, its steps, FINISHED;
 * FINISHED is told after the result is stored. A job that lost its sandbox and is run again goes back to QUEUED.
 */
@Experimental
public sealed interface AgentEvent {
    /** Returns the event's number. */
    long sequence();

    /** Returns when it happened, by the wall clock. */
    Instant time();

    /**
     * A job has come further.
     *
     * @param sequence the event's number
     * @param time when it happened
     * @param job which job
     * @param state where it is now
     * @param conclusion the verdict; present if and only if the state is {@link JobState#FINISHED}
     */
    @Experimental
    record JobChanged(long sequence, Instant time, JobKey job, JobState state, Optional<Conclusion> conclusion)
            implements AgentEvent {}

    /**
     * An image that the job needs has come further. Told at most about once a second for each image, besides the first
     * and the last; none if the image was here already.
     *
     * @param sequence the event's number
     * @param time when it happened
     * @param job which job
     * @param pull where the image is now
     */
    @Experimental
    record ImagePulling(long sequence, Instant time, JobKey job, ImagePull pull) implements AgentEvent {}

    /**
     * A step has started.
     *
     * @param sequence the event's number
     * @param time when it happened
     * @param job which job
     * @param step the step's position, from 0
     * @param name the step's name
     * @param logOffset where its output starts in the job's log, in bytes
     */
    @Experimental
    record StepStarted(long sequence, Instant time, JobKey job, int step, String name, long logOffset)
            implements AgentEvent {}

    /**
     * A step has ended, or was skipped.
     *
     * @param sequence the event's number
     * @param time when it happened
     * @param job which job
     * @param step the step's position, from 0
     * @param result what became of it
     */
    @Experimental
    record StepFinished(long sequence, Instant time, JobKey job, int step, StepResult result) implements AgentEvent {}

    /**
     * A job runs longer than its soft timeout; it goes on, and is ended at its timeout. Told once for each run of the job,
     * in the middle of whatever the job does.
     *
     * @param sequence the event's number
     * @param time when it happened
     * @param job which job
     * @param after the soft timeout: for how long it has run
     * @param until the timeout: when it has run for so long, it is ended
     */
    @Experimental
    record JobOverdue(long sequence, Instant time, JobKey job, Duration after, Duration until) implements AgentEvent {}

    /**
     * A workload's phase has changed, or the {@code stage} in its details, where its runtime tells of stages.
     *
     * @param sequence the event's number
     * @param time when it happened
     * @param workload which workload
     * @param phase its state now
     * @param message one line for people
     */
    @Experimental
    record WorkloadChanged(long sequence, Instant time, WorkloadKey workload, WorkloadPhase phase, String message)
            implements AgentEvent {}

    /**
     * A workload was deleted, and nothing of it is left but data that was to be kept.
     *
     * @param sequence the event's number
     * @param time when it happened
     * @param workload which workload
     */
    @Experimental
    record WorkloadGone(long sequence, Instant time, WorkloadKey workload) implements AgentEvent {}

    /**
     * An image that a workload needs has come further; told at the pace of {@link ImagePulling}.
     *
     * @param sequence the event's number
     * @param time when it happened
     * @param workload which workload
     * @param pull where the image is now
     */
    @Experimental
    record WorkloadImagePulling(long sequence, Instant time, WorkloadKey workload, ImagePull pull)
            implements AgentEvent {}

    /**
     * Events before this one are no longer kept: the reader has missed some and should read the state anew.
     *
     * @param sequence the number of the last event that was missed
     * @param time when the reader was told
     */
    @Experimental
    record EventsMissed(long sequence, Instant time) implements AgentEvent {}
}
