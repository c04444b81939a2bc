package dev.hostler.launcher.http.v1.wire;

import dev.hostler.launcher.http.server.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;

/**
 * How the items of a stream are written. Immutable.
 *
 * @param <T> what comes
 */
public sealed interface Writing<T> {
    /** Returns an item's bytes. */
    byte[] of(T item);

    /** Returns what is written behind the last one. */
    byte[] end();

    /** Returns what is written when nothing has been for a while. */
    byte[] lifeSign();

    /** Returns what is written if it ends before its end. */
    byte[] farewell(String reason);

    /**
     * As text and nothing else. Immutable.
     *
     * @param text an item's text
     */
    record Plain<T>(Function<T, String> text) implements Writing<T> {
        private static final byte[] NOTHING = {};

        @Override
        public byte[] of(T item) {
            return text.apply(item).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public byte[] end() {
            return NOTHING;
        }

        @Override
        public byte[] lifeSign() {
            return NOTHING;
        }

        @Override
        public byte[] farewell(String reason) {
            return NOTHING;
        }
    }

    /**
     * As lines of JSON, for messages that hold one or more of them. Immutable.
     *
     * @param object an item as an object
     */
    record Messages<T>(Function<T, Map<String, ?>> object) implements Writing<T> {
        private static final byte[] END = line(Map.of("end", true));
        private static final byte[] EMPTY_LINE = {'\n'};

        private static byte[] line(Map<String, ?> object) {
            byte[] text = Json.bytes(object);
            byte[] line = Arrays.copyOf(text, text.length + 1);
            line[text.length] = '\n';
            return line;
        }

        @Override
        public byte[] of(T item) {
            return line(object.apply(item));
        }

        @Override
        public byte[] end() {
            return END.clone();
        }

        @Override
        public byte[] lifeSign() {
            return EMPTY_LINE.clone();
        }

        @Override
        public byte[] farewell(String reason) {
            return line(Map.of("cut", reason));
        }
    }

    /**
     * As server-sent events. Immutable.
     *
     * @param event an item's event
     */
    record Events<T>(Function<T, byte[]> event) implements Writing<T> {
        @Override
        public byte[] of(T item) {
            return event.apply(item);
        }

        @Override
        public byte[] end() {
            return Sse.end();
        }

        @Override
        public byte[] lifeSign() {
            return Sse.COMMENT.clone();
        }

        @Override
        public byte[] farewell(String reason) {
            return Sse.cut(reason);
        }
    }
}
