package dev.hostler.launcher.http.v1.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hostler.api.job.Pipeline;
import dev.hostler.launcher.http.server.Json;
import dev.hostler.launcher.http.v1.wire.FieldRefusal;
import dev.hostler.launcher.http.v1.wire.ObjectReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads where the steps of a job are: in {@code steps}, in {@code pipeline}, or in a file of its source. What is written as
 * JSON is handed on as the text of a pipeline file, which may be JSON too, so that there is one reader of pipelines.
 */
final class PipelineCodec {
    private static final String STEPS = "steps";
    private static final String PIPELINE = "pipeline";
    private static final String FILE = "pipelineFile";

    private PipelineCodec() {}

    static Pipeline read(ObjectReader fields) {
        Optional<JsonNode> steps = fields.any(STEPS);
        Optional<JsonNode> pipeline = fields.any(PIPELINE);
        Optional<String> file = fields.text(FILE);
        if (steps.isPresent()) {
            if (pipeline.isPresent() || file.isPresent()) {
                throw FieldRefusal.of(STEPS, "there is a pipeline, too", "give one of the two");
            }
            return new Pipeline.Document(STEPS, text(inline(steps.get(), fields)));
        }
        if (pipeline.isPresent()) {
            return new Pipeline.Document(file.orElse(PIPELINE), text(pipeline.get()));
        }
        return fields.make(FILE, () -> new Pipeline.FromRepository(file));
    }

    /** Granted secrets are variables of steps that come with the job. */
    private static Map<String, Object> inline(JsonNode steps, ObjectReader fields) {
        Map<String, Object> pipeline = new LinkedHashMap<>();
        pipeline.put("secrets", fields.texts("secrets"));
        pipeline.put(STEPS, steps);
        return pipeline;
    }

    private static String text(JsonNode pipeline) {
        return pipeline.isTextual() ? pipeline.textValue() : text((Object) pipeline);
    }

    private static String text(Object pipeline) {
        return new String(Json.bytes(pipeline), StandardCharsets.UTF_8);
    }
}
