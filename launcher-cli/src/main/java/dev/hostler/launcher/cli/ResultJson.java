package dev.hostler.launcher.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hostler.api.error.Failure;
import dev.hostler.api.job.Artifact;
import dev.hostler.api.job.JobResult;
import dev.hostler.api.job.StepResult;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The JSON object of {@code --output json}; {@code docs/cli.md} documents its fields. All are always there. */
final class ResultJson {
    private ResultJson() {}

    static String of(JobResult result) {
        return JsonText.object(json -> {
            json.writeStringField("conclusion", result.conclusion().name());
            number(json, "exitCode", result.exitCode());
            steps(json, result.steps());
            failure(json, result.failure());
            string(json, "isolation", result.isolation());
            string(json, "commit", result.commit());
            artifacts(json, result.artifacts());
            json.writeNumberField(
                    "durationMs",
                    Duration.between(result.startedAt(), result.finishedAt()).toMillis());
        });
    }

    /** Returns the object for a job that was never accepted. */
    static String of(Failure failure) {
        return JsonText.object(json -> {
            json.writeNullField("conclusion");
            json.writeNullField("exitCode");
            steps(json, List.of());
            failure(json, Optional.of(failure));
            json.writeNullField("isolation");
            json.writeNullField("commit");
            artifacts(json, List.of());
            json.writeNumberField("durationMs", 0);
        });
    }

    private static void steps(JsonGenerator json, List<StepResult> steps) throws IOException {
        json.writeArrayFieldStart("steps");
        for (StepResult step : steps) {
            json.writeStartObject();
            json.writeStringField("name", step.name());
            json.writeStringField("conclusion", step.conclusion().name());
            number(json, "exitCode", step.exitCode());
            json.writeNumberField("durationMs", step.duration().toMillis());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void artifacts(JsonGenerator json, List<Artifact> artifacts) throws IOException {
        json.writeArrayFieldStart("artifacts");
        for (Artifact artifact : artifacts) {
            json.writeStartObject();
            json.writeStringField("path", artifact.path());
            json.writeNumberField("size", artifact.size());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void failure(JsonGenerator json, Optional<Failure> failure) throws IOException {
        if (failure.isEmpty()) {
            json.writeNullField("failure");
            return;
        }
        json.writeObjectFieldStart("failure");
        json.writeStringField("code", failure.get().code().name());
        json.writeStringField("message", failure.get().message());
        json.writeEndObject();
    }

    private static void string(JsonGenerator json, String field, Optional<String> value) throws IOException {
        json.writeStringField(field, value.orElse(null));
    }

    private static void number(JsonGenerator json, String field, OptionalInt value) throws IOException {
        if (value.isPresent()) {
            json.writeNumberField(field, value.getAsInt());
        } else {
            json.writeNullField(field);
        }
    }
}
