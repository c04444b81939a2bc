package dev.hostler.launcher.http.gryt;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.job.Conclusion;
import dev.hostler.api.job.JobHandle;
import dev.hostler.api.job.JobResult;
import dev.hostler.api.job.StepConclusion;
import dev.hostler.api.job.StepResult;
import dev.hostler.launcher.http.server.Json;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The result of a job in the main API's words. */
final class GrytResult {
    private static final int NOT_RUN = -1;
    private static final double MILLIS = 1000.0;

    private GrytResult() {}

    /** Words the result of a job that has ended, as JSON. */
    static byte[] json(JobHandle job, JobResult result) {
        return Json.bytes(fields(job, result));
    }

    private static Map<String, Object> fields(JobHandle job, JobResult result) {
        boolean ran = commandRan(result.steps());
        String error = result.failure().map(GrytResult::words).orElse(null);
        String errors = GrytOutput.errors(job);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("job_id", GrytIds.numberOf(result.job().id()));
        fields.put("success", result.conclusion() == Conclusion.SUCCEEDED);
        fields.put("exit_code", ran ? result.exitCode().orElse(NOT_RUN) : NOT_RUN);
        fields.put("stdout", GrytOutput.output(job, result.steps()));
        fields.put("stderr", ran || error == null ? errors : joined(errors, error));
        fields.put("duration_seconds", seconds(Duration.between(result.startedAt(), result.finishedAt())));
        fields.put(
                "started_at", result.startedAt().truncatedTo(ChronoUnit.MICROS).toString());
        fields.put(
                "completed_at",
                result.finishedAt().truncatedTo(ChronoUnit.MICROS).toString());
        fields.put("error", error);
        return fields;
    }

    /** The command is the last step; before it, the agent's own step may have failed. */
    private static boolean commandRan(List<StepResult> steps) {
        return !steps.isEmpty() && steps.get(steps.size() - 1).conclusion() != StepConclusion.SKIPPED;
    }

    private static String words(Failure failure) {
        return failure.code() == ErrorCode.MEMORY_LIMIT ? "out of memory: " + failure.message() : failure.message();
    }

    private static String joined(String errors, String cause) {
        return errors.isEmpty() || errors.endsWith("\n") ? errors + cause : errors + "\n" + cause;
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / MILLIS;
    }
}
