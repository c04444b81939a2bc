package dev.hostler.launcher.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.job.Artifact;
import dev.hostler.api.job.Conclusion;
import dev.hostler.api.job.ImagePull;
import dev.hostler.api.job.JobId;
import dev.hostler.api.job.JobKey;
import dev.hostler.api.job.JobResult;
import dev.hostler.api.job.StepConclusion;
import dev.hostler.api.job.StepResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What an agent says of a job, as the words of the API. An answer that lacks a part is not an agent's of this version. */
final class JobAnswers {
    private static final Owner DOOR = new Owner("http");

    private JobAnswers() {}

    static JobResult result(String id, JsonNode result) {
        List<StepResult> steps = new ArrayList<>();
        result.path("steps").forEach(step -> steps.add(step(step)));
        List<Artifact> artifacts = new ArrayList<>();
        result.path("artifacts")
                .forEach(file -> artifacts.add(new Artifact(
                        file.path("path").asText(), file.path("size").asLong())));
        return new JobResult(
                new JobKey(DOOR, new JobId(id)),
                word(Conclusion.class, result.path("conclusion"), Conclusion.LOST),
                failure(result.path("failure")),
                whole(result.path("exitCode")),
                steps,
                text(result.path("isolation")),
                text(result.path("commit")),
                artifacts,
                moment(result.path("startedAt")),
                moment(result.path("finishedAt")));
    }

    static StepResult step(JsonNode step) {
        return new StepResult(
                step.path("name").asText(),
                word(StepConclusion.class, step.path("conclusion"), StepConclusion.LOST),
                whole(step.path("exitCode")),
                Duration.ofMillis(step.path("durationMs").asLong()),
                step.path("logOffset").asLong());
    }

    static ImagePull pull(JsonNode pull) {
        JsonNode total = pull.path("bytesTotal");
        return new ImagePull(
                pull.path("image").asText(),
                word(ImagePull.Phase.class, pull.path("phase"), ImagePull.Phase.FAILED),
                pull.path("bytesDone").asLong(),
                total.isNumber() ? OptionalLong.of(total.asLong()) : OptionalLong.empty());
    }

    private static Optional<Failure> failure(JsonNode failure) {
        return failure.isObject()
                ? Optional.of(new Failure(
                        word(ErrorCode.class, failure.path("code"), ErrorCode.INTERNAL),
                        failure.path("message").asText()))
                : Optional.empty();
    }

    /** A later agent may know a word more. */
    private static <E extends Enum<E>> E word(Class<E> type, JsonNode name, E other) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(name.asText())) {
                return constant;
            }
        }
        return other;
    }

    private static OptionalInt whole(JsonNode number) {
        return number.isNumber() ? OptionalInt.of(number.asInt()) : OptionalInt.empty();
    }

    private static Optional<String> text(JsonNode text) {
        return text.isTextual() ? Optional.of(text.asText()) : Optional.empty();
    }

    private static Instant moment(JsonNode text) {
        return Instant.parse(text.asText());
    }
}
