package dev.hostler.launcher.http.v1.job;

import dev.hostler.api.job.Artifact;
import dev.hostler.api.job.Job;
import dev.hostler.api.job.JobResult;
import dev.hostler.api.job.StepResult;
import dev.hostler.launcher.http.v1.wire.Values;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Jobs as objects to write. */
final class JobJson {
    private JobJson() {}

    static Map<String, @Nullable Object> of(Job job) {
        return head(job).put("result", job.result().map(JobJson::result)).map();
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
                .put("steps", result.steps().stream().map(JobJson::step).toList())
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

    private static Map<String, @Nullable Object> step(StepResult step) {
        return new Values()
                .put("name", step.name())
                .put("conclusion", step.conclusion())
                .put("exitCode", step.exitCode())
                .put("durationMs", step.duration().toMillis())
                .put("logOffset", step.logOffset())
                .put("logEnd", step.logEnd())
                .map();
    }

    private static Map<String, @Nullable Object> artifact(Artifact artifact) {
        return new Values()
                .put("path", artifact.path())
                .put("size", artifact.size())
                .map();
    }
}
