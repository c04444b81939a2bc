package dev.hostler.launcher.http.v1.job;

import dev.hostler.api.job.Artifact;
import dev.hostler.api.job.Job;
import dev.hostler.api.job.JobResult;
import dev.hostler.api.job.JobStep;
import dev.hostler.api.job.StepResult;
import dev.hostler.launcher.http.v1.wire.Values;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Jobs as objects to write. */
final class JobJson {
    private JobJson() {}

    static Map<String, @Nullable Object> of(Job job) {
        return head(job)
                .put("steps", job.steps().stream().map(JobJson::step).toList())
                .put("result", job.result().map(JobJson::result))
                .map();
    }

    /** Returns what a list tells of a job. */
    static Map<String, @Nullable Object> brief(Job job) {
        return head(job)
                .put("conclusion", job.result().map(JobResult::conclusion))
                .put("startedAt", job.result().map(JobResult::startedAt))
                .put("finishedAt", job.result().map(JobResult::finishedAt))
                .map();
    }

    private static Values head(Job job) {
        return new Values().put("id", job.key().id()).put("state", job.state()).put("queuedAt", job.queuedAt());
    }

    private static Values result(JobResult result) {
        return new Values()
                .put("conclusion", result.conclusion())
                .put("failure", result.failure())
                .put("exitCode", result.exitCode())
                .put("steps", result.steps().stream().map(JobJson::result).toList())
                .put("isolation", result.isolation())
                .put("commit", result.commit())
                .put(
                        "artifacts",
                        result.artifacts().stream().map(JobJson::artifact).toList())
                .put("startedAt", result.startedAt())
                .put("finishedAt", result.finishedAt())
                .put(
                        "durationMs",
                        Duration.between(result.startedAt(), result.finishedAt())
                                .toMillis());
    }

    /** A step as it is; what is not known yet has no value. */
    private static Map<String, @Nullable Object> step(JobStep step) {
        Optional<StepResult> result = step.result();
        return new Values()
                .put("name", step.name())
                .put("state", step.state())
                .put("conclusion", result.map(StepResult::conclusion))
                .put("exitCode", result.map(StepResult::exitCode).orElse(OptionalInt.empty()))
                .put("startedAt", step.startedAt())
                .put("durationMs", result.map(known -> known.duration().toMillis()))
                .map();
    }

    private static Map<String, @Nullable Object> result(StepResult step) {
        return new Values()
                .put("name", step.name())
                .put("conclusion", step.conclusion())
                .put("exitCode", step.exitCode())
                .put("startedAt", step.startedAt())
                .put("durationMs", step.duration().toMillis())
                .put("logOffset", step.logOffset())
                .put("logEnd", step.logEnd())
                .map();
    }

    static Map<String, @Nullable Object> artifact(Artifact artifact) {
        return new Values()
                .put("path", artifact.path())
                .put("size", artifact.size())
                .put("sha256", artifact.sha256())
                .map();
    }
}
