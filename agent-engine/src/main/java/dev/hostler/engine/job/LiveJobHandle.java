package dev.hostler.engine.job;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.job.Job;
import dev.hostler.api.job.JobHandle;
import dev.hostler.api.job.JobKey;
import dev.hostler.api.job.JobResult;
import dev.hostler.api.log.LogStream;
import dev.hostler.engine.artifact.ArtifactFinder;
import java.io.InputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A hold on a job that had no result when it was asked for. Thread-safe. */
final class LiveJobHandle implements JobHandle {
    private final LiveJob job;
    private final Consumer<LiveJob> canceller;
    private final ArtifactFinder artifacts;

    /**
     * Creates a handle.
     *
     * @param canceller cancels the job for good
     * @param artifacts finds what it has handed over
     */
    LiveJobHandle(LiveJob job, Consumer<LiveJob> canceller, ArtifactFinder artifacts) {
        this.job = job;
        this.canceller = canceller;
        this.artifacts = artifacts;
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
        canceller.accept(job);
    }

    @Override
    public LogStream log(long offset) {
        return job.log().open(offset);
    }

    @Override
    public LogStream errors(long offset) {
        return job.logs()
                .errors()
                .orElseThrow(() -> Failure.cannot(
                                ErrorCode.NOT_FOUND,
                                "read standard error of job",
                                job.key().id().value(),
                                "it is not kept apart from its output",
                                "read the job's log, or submit a job with errorsApart")
                        .toException())
                .open(offset);
    }

    @Override
    public InputStream artifact(String path) {
        return artifacts.open(job.key(), job.snapshot().result(), path);
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
