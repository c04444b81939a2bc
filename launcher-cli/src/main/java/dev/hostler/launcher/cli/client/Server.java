package dev.hostler.launcher.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** An agent behind its door for HTTP. Thread-safe. */
final class Server {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final int OK = 2;
    private static final int HUNDRED = 100;

    private final String address;
    private final Optional<String> key;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(CONNECT).build();

    private Server(String address, Optional<String> key) {
        this.address = address;
        this.key = key;
    }

    /** Returns the way to an address. */
    static Server at(String address, Optional<String> key) {
        String base = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
        if (!base.matches("https?://[^/?#@\\s]+")) {
            throw Failure.cannot(
                            ErrorCode.INVALID_INPUT,
                            "use server",
                            address,
                            "it is no address of an agent",
                            "give one such as http://127.0.0.1:8080, and the key in HOSTLER_API_KEY")
                    .toException();
        }
        return new Server(base, key);
    }

    /** Returns a part of a path for a word that somebody has given. */
    static String part(String word) {
        return URLEncoder.encode(word, StandardCharsets.UTF_8).replace("+", "%20");
    }

    JsonNode get(String path) throws InterruptedException {
        return read(send(request(path).GET().timeout(ANSWER).build(), BodyHandlers.ofString()));
    }

    /** Returns an answer, or nothing if there is no such thing. */
    Optional<JsonNode> find(String path) throws InterruptedException {
        try {
            return Optional.of(get(path));
        } catch (AgentException refused) {
            if (refused.code() == ErrorCode.NOT_FOUND) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    /** Sends an object, or nothing if it is null, and returns the answer. */
    JsonNode send(String method, String path, Optional<JsonNode> body) throws InterruptedException {
        HttpRequest.Builder request = request(path).timeout(ANSWER);
        body.ifPresent(object -> request.header("Content-Type", "application/json"));
        request.method(
                method,
                body.map(object -> BodyPublishers.ofString(object.toString())).orElseGet(BodyPublishers::noBody));
        return read(send(request.build(), BodyHandlers.ofString()));
    }

    /** Hands over a text line by line, as it comes, to its end. */
    void follow(String path, String type, Consumer<String> line) throws InterruptedException {
        HttpResponse<Stream<String>> response =
                send(request(path).header("Accept", type).GET().build(), BodyHandlers.ofLines());
        try (Stream<String> lines = response.body()) {
            if (response.statusCode() / HUNDRED != OK) {
                throw Refusal.of(response.statusCode(), String.join("\n", lines.toList()), address);
            }
            lines.forEach(line);
        } catch (UncheckedIOException broken) {
            throw unreachable("the connection broke", broken);
        }
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path));
        key.ifPresent(value -> request.header("X-API-Key", value));
        return request;
    }

    private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) throws InterruptedException {
        try {
            return client.send(request, handler);
        } catch (IOException e) {
            String cause = Optional.ofNullable(e.getMessage()).orElse("nothing listens there");
            throw unreachable(cause, e);
        }
    }

    private AgentException unreachable(String cause, Exception e) {
        return Failure.cannot(
                        ErrorCode.RUNTIME_UNAVAILABLE,
                        "reach agent",
                        address,
                        cause,
                        "start it, or name another with --server or HOSTLER_SERVER")
                .toException(e);
    }

    private JsonNode read(HttpResponse<String> response) {
        if (response.statusCode() / HUNDRED != OK) {
            throw Refusal.of(response.statusCode(), response.body(), address);
        }
        return Documents.json(response.body(), "the agent's answer");
    }
}
