package dev.hostler.launcher.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** An agent behind its door for HTTP. Thread-safe. */
final class Server {
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final int OK = 2;
    private static final int HUNDRED = 100;

    private final String address;
    private final Wire wire;
    private final Optional<String> key;

    private Server(String address, Wire wire, Optional<String> key) {
        this.address = address;
        this.wire = wire;
        this.key = key;
    }

    /** Returns the way to an address: {@code unix:///path}, {@code http://host:port} or {@code https://host:port}. */
    static Server at(String address, Optional<String> key) {
        String base = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
        return new Server(base, Addresses.wire(base), key);
    }

    /** Returns the address, as it was given. */
    String address() {
        return address;
    }

    /** Returns a part of a path for a word that somebody has given. */
    static String part(String word) {
        return URLEncoder.encode(word, StandardCharsets.UTF_8).replace("+", "%20");
    }

    JsonNode get(String path) throws InterruptedException {
        return send("GET", path, Optional.empty());
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

    /** Sends an object, or nothing, and returns the answer. */
    JsonNode send(String method, String path, Optional<JsonNode> body) throws InterruptedException {
        Map<String, String> headers = headers();
        body.ifPresent(object -> headers.put("Content-Type", "application/json"));
        Order order = new Order(method, path, headers, body.map(JsonNode::toString), Optional.of(ANSWER));
        try (Reply reply = wire.send(order)) {
            return Documents.json(accepted(reply, reply.text()), "the agent's answer");
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    /** Hands over a text line by line, as it comes, to its end. */
    void follow(String path, String type, Consumer<String> consumer) throws InterruptedException {
        Map<String, String> headers = headers();
        headers.put("Accept", type);
        try (Reply reply = wire.send(new Order("GET", path, headers, Optional.empty(), Optional.empty()))) {
            if (reply.status() / HUNDRED != OK) {
                accepted(reply, reply.text());
            }
            for (Optional<String> line = reply.line(); line.isPresent(); line = reply.line()) {
                consumer.accept(line.get());
            }
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    /** Copies what is at a path. What the target throws looks like a broken connection. */
    void download(String path, OutputStream target) throws InterruptedException {
        Order order = new Order("GET", path, headers(), Optional.empty(), Optional.of(ANSWER));
        try (Reply reply = wire.send(order)) {
            if (reply.status() / HUNDRED != OK) {
                accepted(reply, reply.text());
            }
            reply.copyTo(target);
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        key.ifPresent(value -> headers.put("X-API-Key", value));
        return headers;
    }

    private String accepted(Reply reply, String body) {
        if (reply.status() / HUNDRED != OK) {
            throw Refusal.of(reply.status(), body, address);
        }
        return body;
    }

    private AgentException unreachable(IOException e) {
        return Failure.cannot(
                        ErrorCode.RUNTIME_UNAVAILABLE,
                        "reach agent",
                        address,
                        Optional.ofNullable(e.getMessage()).orElse("nothing listens there"),
                        "start it, or name another with --server or HOSTLER_SERVER")
                .toException(e);
    }
}
