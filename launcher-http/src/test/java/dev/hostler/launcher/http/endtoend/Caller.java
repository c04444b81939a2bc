package dev.hostler.launcher.http.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Calls the agent as the main API does. Thread-safe. */
final class Caller {
    static final String KEY = "the-right-key";
    static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final AgentRun agent;

    Caller(AgentRun agent) {
        this.agent = agent;
    }

    /** An answer, with its body as JSON. */
    record Reply(int status, JsonNode body, Optional<String> repeated) {
        String text(String field) {
            return body.path(field).asText();
        }
    }

    /** Starts the body of a job whose pipeline is a shell script. */
    static ObjectNode job(long id, String script) {
        return JSON.createObjectNode()
                .put("job_id", id)
                .put("pipeline_b64", Base64.getEncoder().encodeToString(script.getBytes(StandardCharsets.UTF_8)));
    }

    Reply execute(ObjectNode job) throws Exception {
        return start(job).get();
    }

    CompletableFuture<Reply> start(ObjectNode job) {
        return post(job.toString().getBytes(StandardCharsets.UTF_8), Optional.of(KEY));
    }

    CompletableFuture<Reply> post(byte[] body, Optional<String> key) {
        HttpRequest.Builder request = HttpRequest.newBuilder(agent.uri("/jobs/execute"))
                .header("Content-Type", "application/json")
                .timeout(Duration.ofMinutes(2))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        key.ifPresent(value -> request.header("X-API-Key", value));
        return send(request.build());
    }

    Reply get(String path) throws Exception {
        return send(HttpRequest.newBuilder(agent.uri(path))
                        .timeout(Duration.ofSeconds(10))
                        .build())
                .get();
    }

    private CompletableFuture<Reply> send(HttpRequest request) {
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
                .thenApply(Caller::reply);
    }

    private static Reply reply(HttpResponse<byte[]> response) {
        try {
            return new Reply(
                    response.statusCode(),
                    JSON.readTree(response.body()),
                    response.headers().firstValue("X-Hostler-Repeated"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
