package dev.hostler.engine.job;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.job.Job;
import dev.hostler.api.job.JobHandle;
import dev.hostler.api.job.JobKey;
import dev.hostler.api.job.JobResult;
import dev.hostler.api.log.LogStream;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A hold on a job that had no result when it was asked for. Thread-safe. */
final class LiveJobHandle implements JobHandle {
    private final LiveJob job;

    LiveJobHandle(LiveJob job) {
        this.job = job;
    }

    @Override
    public JobKey key() {
        return job.key();
    }

    @Override
    public Job job() {
        return job.snapshot();
    }

    @Override
    public JobResult await() throws InterruptedException {
        try {
            return job.result().get();
        } catch (ExecutionException e) {
            throw asAgentException(e);
        }
    }

    @Override
    public Optional<JobResult> await(Duration limit) throws InterruptedException {
        try {
            return Optional.of(job.result().get(limit.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException notYet) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw asAgentException(e);
        }
    }

    @Override
    public void cancel() {
        job.stop().request(JobStop.Reason.CANCELLED);
    }

    @Override
    public LogStream log(long offset) {
        return job.log().open(offset);
    }

    private RuntimeException asAgentException(ExecutionException failed) {
        Throwable cause = Objects.requireNonNullElse(failed.getCause(), failed);
        if (cause instanceof AgentException known) {
            return known;
        }
        return Failure.cannot(
                        ErrorCode.INTERNAL,
                        "await job",
                        job.key().id().value(),
                        cause.toString(),
                        "report it with the agent's log")
                .toException(cause);
    }
}
