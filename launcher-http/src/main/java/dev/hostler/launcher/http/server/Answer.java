package dev.hostler.launcher.http.server;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a request is answered with. Immutable; whoever makes it leaves the bytes alone afterwards.
 *
 * @param status the status code
 * @param headers further headers, by name
 * @param body the content, with its type in the headers
 * @param feed content that comes bit by bit, in place of the body; whoever takes the answer closes it
 * @param messages whether the feed goes out as the messages of a WebSocket, for which the request has asked
 */
public record Answer(int status, Map<String, String> headers, byte[] body, Optional<Feed> feed, boolean messages) {
    private static final String TYPE = "Content-Type";
    private static final byte[] NOTHING = {};
    private static final int SWITCHING = 101;

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
        return new Answer(status, Map.of(TYPE, type), body, Optional.empty(), false);
    }

    /** Answers with a status alone. */
    public static Answer empty(int status) {
        return new Answer(status, Map.of(), NOTHING, Optional.empty(), false);
    }

    /** Answers with content that comes bit by bit. */
    public static Answer feed(String type, Feed feed) {
        return new Answer(200, Map.of(TYPE, type, "Cache-Control", "no-store"), NOTHING, Optional.of(feed), false);
    }

    /** Answers with the messages of a WebSocket. */
    public static Answer messages(Feed feed) {
        return new Answer(SWITCHING, Map.of(), NOTHING, Optional.of(feed), true);
    }

    /** Returns the same answer with one more header. */
    public Answer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, more, body, feed, messages);
    }

    @Override
    public String toString() {
        return "Answer[" + status + "]";
    }
}
