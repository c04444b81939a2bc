package dev.hostler.launcher.http.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hostler.launcher.http.contract.Description;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** Asks the native API, and holds every answer against the description. Thread-safe. */
final class V1Client {
    static final ObjectMapper JSON = new ObjectMapper();
    static final Description DESCRIPTION = Description.read();

    private final HttpClient client = HttpClient.newHttpClient();
    private final AgentRun agent;

    V1Client(AgentRun agent) {
        this.agent = agent;
    }

    /** An answer. */
    record Reply(int status, HttpResponse<byte[]> response) {
        JsonNode body() throws IOException {
            return JSON.readTree(response.body());
        }

        String text() {
            return new String(response.body(), StandardCharsets.UTF_8);
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    /** An event. Its kind is empty if it is of the usual one. */
    record Event(String kind, String id, JsonNode data) {}

    Reply get(String path, String... headers) throws Exception {
        return send("GET", path, "", headers);
    }

    Reply send(String method, String path, String body, String... headers) throws Exception {
        HttpResponse<byte[]> response = client.send(
                request(method, path, body, headers)
                        .timeout(Duration.ofMinutes(2))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        DESCRIPTION.check(
                method,
                path,
                response.statusCode(),
                response.headers().firstValue("Content-Type").orElse(""),
                response.body());
        return new Reply(response.statusCode(), response);
    }

    private HttpRequest.Builder request(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(agent.uri(path))
                .header("X-API-Key", Caller.KEY)
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        return headers.length == 0 ? request : request.headers(headers);
    }

    /** Opens a stream of events. */
    Events events(String path, String... headers) throws Exception {
        HttpResponse<InputStream> response = client.send(
                request("GET", path, "", headers)
                        .header("Accept", "text/event-stream")
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            throw new AssertionError(path + ": " + response.statusCode());
        }
        return new Events(response.body());
    }

    /** Events as they come. */
    static final class Events implements AutoCloseable {
        private final InputStream in;
        private final BufferedReader lines;

        Events(InputStream in) {
            this.in = in;
            this.lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        }

        Event next() throws IOException {
            String kind = "";
            String id = "";
            String data = "";
            while (true) {
                String line = lines.readLine();
                if (line == null) {
                    throw new IOException("the stream has ended");
                } else if (line.isEmpty() && !data.isEmpty()) {
                    return new Event(kind, id, JSON.readTree(data));
                } else if (line.startsWith("event: ")) {
                    kind = line.substring(7);
                } else if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("data: ")) {
                    data = line.substring(6);
                }
            }
        }

        /** Returns all until the one that says that there is no more. */
        List<Event> all() throws IOException {
            List<Event> events = new ArrayList<>();
            for (Event event = next(); !event.kind().equals("end"); event = next()) {
                events.add(event);
            }
            return events;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    /** Submits a job and returns it at its end. */
    JsonNode run(String job) throws Exception {
        Reply reply = send("POST", "/v1/jobs", job);
        if (reply.status() != 202) {
            throw new AssertionError(reply.text());
        }
        return awaitFinished(reply.body().path("id").textValue());
    }

    JsonNode awaitFinished(String id) {
        return Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(
                        () -> get("/v1/jobs/" + id).body(),
                        job -> job.path("state").textValue().equals("FINISHED"));
    }

    /** Writes a job of one script. */
    static ObjectNode job(String id, String script) {
        ObjectNode job = JSON.createObjectNode().put("id", id).put("isolation", "process");
        job.putArray("steps").addObject().put("name", "script").put("run", script);
        return job;
    }
}
