package dev.hostler.engine.job;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.job.Job;
import dev.hostler.api.job.JobKey;
import dev.hostler.api.job.JobResult;
import dev.hostler.api.job.JobSpec;
import dev.hostler.api.job.JobState;
import dev.hostler.engine.log.JobLog;
import dev.hostler.engine.state.HandOver;
import dev.hostler.engine.state.JobRecord;
import dev.hostler.engine.state.Rerun;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A job that has no result yet, as all its observers see it. Thread-safe; only its runner moves it on. */
final class LiveJob {
    private final JobKey key;
    private final JobSpec spec;
    private final Instant queuedAt;
    private final List<String> warnings;
    private final LiveLogs logs;
    private final JobStop stop = new JobStop();
    private final JobSteps steps = new JobSteps();
    private final CompletableFuture<JobResult> result = new CompletableFuture<>();
    private volatile JobState state = JobState.QUEUED;
    private volatile Optional<HandOver> handOver;
    private volatile Optional<Rerun> rerun;

    /** A job that was just admitted. */
    LiveJob(JobKey key, JobSpec spec, Instant queuedAt, List<String> warnings, LiveLogs logs) {
        this(key, spec, queuedAt, warnings, logs, Optional.empty(), Optional.empty());
    }

    /** A job of an earlier run of the agent. */
    LiveJob(JobRecord record, LiveLogs logs) {
        this(record.key(), record.spec(), record.queuedAt(), List.of(), logs, record.handOver(), record.rerun());
        if (record.cancelAsked()) {
            stop.request(JobStop.Reason.CANCELLED);
        }
    }

    private LiveJob(
            JobKey key,
            JobSpec spec,
            Instant queuedAt,
            List<String> warnings,
            LiveLogs logs,
            Optional<HandOver> handOver,
            Optional<Rerun> rerun) {
        this.key = key;
        this.spec = spec;
        this.queuedAt = queuedAt;
        this.warnings = List.copyOf(warnings);
        this.logs = logs;
        this.handOver = handOver;
        this.rerun = rerun;
    }

    JobKey key() {
        return key;
    }

    JobSpec spec() {
        return spec;
    }

    Instant queuedAt() {
        return queuedAt;
    }

    List<String> warnings() {
        return warnings;
    }

    JobLog log() {
        return logs.main();
    }

    LiveLogs logs() {
        return logs;
    }

    /** Returns how an earlier run of the agent has left the job, if it had come so far. */
    Optional<HandOver> handOver() {
        return handOver;
    }

    /** Returns why the job is run again, if it is. */
    Optional<Rerun> rerun() {
        return rerun;
    }

    JobSteps steps() {
        return steps;
    }

    JobStop stop() {
        return stop;
    }

    CompletableFuture<JobResult> result() {
        return result;
    }

    void running() {
        state = JobState.RUNNING;
    }

    /** Its sandbox is lost; it is to wait for a slot again, and to begin from its start. */
    void queuedAgain(Rerun why) {
        handOver = Optional.empty();
        steps.forget();
        rerun = Optional.of(why);
        state = JobState.QUEUED;
    }

    /** Returns whether it has given its slot back without an end, to wait for another. */
    boolean waitsAgain() {
        return state == JobState.QUEUED && rerun.isPresent() && !result.isDone();
    }

    /** Tells everybody who waits: the job is over. */
    void finish(JobResult outcome) {
        result.complete(outcome);
    }

    /** Tells everybody who waits: this agent will not say how the job ends. */
    void abandon() {
        fail(Failure.cannot(
                        ErrorCode.NOT_ACCEPTING,
                        "await job",
                        key.id().value(),
                        "the agent closes before the job ends",
                        "start the agent again on the same data directory and ask for the job")
                .toException());
    }

    void fail(Throwable cause) {
        result.completeExceptionally(cause);
    }

    /** Waits until the job is over or abandoned. */
    void awaitEnd() {
        result.handle((outcome, failure) -> key).join();
    }

    Job snapshot() {
        Optional<JobResult> outcome =
                result.handle((known, failure) -> Optional.ofNullable(known)).getNow(Optional.empty());
        return outcome.isPresent()
                ? new Job(key, JobState.FINISHED, queuedAt, outcome)
                : new Job(key, state, queuedAt, outcome, steps.all());
    }
}
