package dev.hostler.engine.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;

/**
 * Stored values as JSON and back: {@code {"version":1,"value":{...}}}. Thread-safe.
 *
 * <p>An older agent may meet a newer one's document: a field it does not know is skipped, a version it does not know is
 * refused. So a new optional field keeps the version; a changed meaning needs a new one.
 */
final class StateCodec {
    private static final int VERSION = 1;

    /** One for all: what it finds out about a type takes longer than to write a value. */
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .addModule(new StateModule())
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    String encode(Object value) {
        try {
            return MAPPER.writeValueAsString(new Document(VERSION, value));
        } catch (JsonProcessingException e) {
            throw Failure.cannot(
                            ErrorCode.INTERNAL,
                            "encode",
                            value.getClass().getSimpleName(),
                            "it has no JSON form",
                            "report this defect")
                    .toException(e);
        }
    }

    <T> T decode(String json, Class<T> type) {
        try {
            JsonNode document = MAPPER.readTree(json);
            int version = document.path("version").asInt(0);
            if (version != VERSION) {
                throw unreadable(type, "its version is " + version + ", and this agent reads version " + VERSION)
                        .toException();
            }
            JsonNode value = document.path("value");
            if (!value.isObject()) {
                throw unreadable(type, "it is damaged").toException();
            }
            return MAPPER.treeToValue(value, type);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw unreadable(type, "it is damaged").toException(e);
        }
    }

    private record Document(int version, Object value) {}

    private static Failure unreadable(Class<?> type, String cause) {
        return Failure.cannot(
                ErrorCode.STATE_UNAVAILABLE,
                "read stored",
                type.getSimpleName(),
                cause,
                "start the agent version that wrote it, or restore the data directory from a backup");
    }
}
