package dev.hostler.launcher.http.v1.wire;

import dev.hostler.launcher.http.server.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Server-sent events, as the HTML standard has them; their data is JSON in one line. */
public final class Sse {
    /** The media type. */
    public static final String TYPE = "text/event-stream";

    /** A comment, which every client passes over. */
    static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.UTF_8);

    private static final byte[] LAST = bytes("event: end\ndata: {}\n\n");
    private static final byte[] DATA = bytes("data: ");
    private static final byte[] END = bytes("\n\n");

    private Sse() {}

    /** Returns an event of the usual kind, under an id. */
    public static byte[] event(String id, Object data) {
        return event(bytes("id: " + id + "\n"), data);
    }

    /** Returns an event of a kind of its own, under an id. */
    public static byte[] event(String kind, String id, Object data) {
        return event(bytes("event: " + kind + "\nid: " + id + "\n"), data);
    }

    /** Returns what says that there will be no more. */
    static byte[] end() {
        return LAST.clone();
    }

    /** Returns what says that there is more, but not here and now. */
    static byte[] cut(String reason) {
        return event(bytes("event: cut\n"), Map.of("reason", reason));
    }

    private static byte[] event(byte[] head, Object data) {
        ByteArrayOutputStream event = new ByteArrayOutputStream();
        event.writeBytes(head);
        event.writeBytes(DATA);
        event.writeBytes(Json.bytes(data));
        event.writeBytes(END);
        return event.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
