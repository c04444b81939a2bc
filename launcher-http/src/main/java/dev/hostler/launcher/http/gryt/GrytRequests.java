package dev.hostler.launcher.http.gryt;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hostler.api.job.JobLimits;
import dev.hostler.launcher.http.callback.CallbackAddress;
import dev.hostler.launcher.http.server.Json;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Reads the body of a request for a job. */
final class GrytRequests {
    private static final Pattern DECIMAL = Pattern.compile("\\d{1,6}(\\.\\d{1,9})?");
    private static final String USUAL_BRANCH = "main";

    private GrytRequests() {}

    /**
     * Reads a body. Fields that are not known are passed over, as the main API's next version may send some.
     *
     * @throws GrytRefusal with everything that is wrong with it
     */
    static GrytRequest read(byte[] text) throws GrytRefusal {
        JsonNode body = Json.read(text)
                .filter(JsonNode::isObject)
                .orElseThrow(() -> new GrytRefusal(List.of(new GrytDetail(
                        List.of("body"),
                        "json_invalid",
                        "it has to be one JSON object, in which no field comes twice"))));
        GrytFields fields = new GrytFields(body);
        GrytRequest request = new GrytRequest(
                fields.wholeNumber("job_id"),
                fields.encodedText("pipeline_b64"),
                fields.text("git_url"),
                fields.text("git_branch").orElse(USUAL_BRANCH),
                fields.text("github_token_encrypted"),
                fields.text("docker_image"),
                fields.texts("env_vars"),
                limits(fields),
                fields.text("callback_url", url -> Optional.of(CallbackAddress.parse(url)), ""));
        fields.requireSound();
        return request;
    }

    private static JobLimits limits(GrytFields fields) {
        JobLimits.Builder limits = JobLimits.builder();
        fields.text("cpu_limit", GrytRequests::cpus, "it has to be a decimal number of processors, such as \"1.5\"")
                .ifPresent(limits::cpus);
        fields.text("memory_limit", GrytRequests::memory, "it has to be a size such as \"512m\" or \"1g\"")
                .ifPresent(limits::memoryBytes);
        return limits.build();
    }

    private static Optional<Double> cpus(String text) {
        if (!DECIMAL.matcher(text.strip()).matches()) {
            return Optional.empty();
        }
        double cpus = Double.parseDouble(text.strip());
        JobLimits.builder().cpus(cpus).build();
        return Optional.of(cpus);
    }

    private static Optional<Long> memory(String text) {
        OptionalLong bytes = DockerSize.parse(text);
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        JobLimits.builder().memoryBytes(bytes.getAsLong()).build();
        return Optional.of(bytes.getAsLong());
    }
}
