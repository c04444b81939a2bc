package dev.hostler.launcher.http.server;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a request is answered with. Immutable; whoever makes it leaves the bytes alone afterwards.
 *
 * @param status the status code
 * @param headers further headers, by name
 * @param body the content, with its type in the headers
 */
public record Answer(int status, Map<String, String> headers, byte[] body) {
    /** Copies the headers. */
    public Answer {
        headers = Map.copyOf(headers);
    }

    /** Answers with a value as JSON. */
    public static Answer json(int status, Object value) {
        return of(status, "application/json", Json.bytes(value));
    }

    /** Answers with bytes of a type. */
    public static Answer of(int status, String type, byte[] body) {
        return new Answer(status, Map.of("Content-Type", type), body);
    }

    /** Returns the same answer with one more header. */
    public Answer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, more, body);
    }

    @Override
    public String toString() {
        return "Answer[" + status + "]";
    }
}
