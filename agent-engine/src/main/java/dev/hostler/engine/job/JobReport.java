package dev.hostler.engine.job;

import dev.hostler.api.job.Artifact;
import dev.hostler.api.job.JobKey;
import dev.hostler.api.job.JobResult;
import dev.hostler.api.job.StepResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is known so far of a job that runs; becomes its result. Confined to the job's thread. */
final class JobReport {
    private final JobKey job;
    private Instant startedAt;
    private final List<StepResult> steps = new ArrayList<>();
    private List<Artifact> artifacts = List.of();
    private Optional<String> isolation = Optional.empty();
    private Optional<String> commit = Optional.empty();

    JobReport(JobKey job, Instant startedAt) {
        this.job = job;
        this.startedAt = startedAt;
    }

    Instant startedAt() {
        return startedAt;
    }

    Optional<String> commit() {
        return commit;
    }

    List<StepResult> steps() {
        return List.copyOf(steps);
    }

    /** Takes over what an earlier run of the agent knew. */
    void startedEarlier(Instant start) {
        startedAt = start;
    }

    void checkedOut(Optional<String> id) {
        commit = id;
    }

    void runsIn(String executor) {
        isolation = Optional.of(executor);
    }

    void step(StepResult result) {
        steps.add(result);
    }

    void artifacts(List<Artifact> kept) {
        artifacts = kept;
    }

    JobResult conclude(Verdict verdict, Instant finishedAt) {
        return new JobResult(
                job,
                verdict.conclusion(),
                verdict.failure(),
                verdict.exitCode(),
                steps,
                isolation,
                commit,
                artifacts,
                startedAt,
                finishedAt);
    }
}
