package dev.hostler.launcher.http.gryt;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hostler.api.error.AgentException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Takes the fields out of a body, and notes all that is wrong with them. Confined to one thread. */
final class GrytFields {
    private final JsonNode body;
    private final List<GrytDetail> wrong = new ArrayList<>();

    GrytFields(JsonNode body) {
        this.body = body;
    }

    /** @throws GrytRefusal if anything was wrong so far */
    void requireSound() throws GrytRefusal {
        if (!wrong.isEmpty()) {
            throw new GrytRefusal(wrong);
        }
    }

    long wholeNumber(String field) {
        JsonNode value = body.path(field);
        if (value.isMissingNode() || value.isNull()) {
            missing(field);
        } else if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            refuse(field, "int_type", "it has to be a whole number of at most 64 bits");
        }
        return value.asLong();
    }

    /** Returns a text; an empty one, as well as null, counts as missing. */
    Optional<String> text(String field) {
        JsonNode value = body.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            refuse(field, "string_type", "it has to be a string");
            return Optional.empty();
        }
        return Optional.of(value.asText()).filter(text -> !text.isEmpty());
    }

    /** Returns a text that was read further; whatever the reading refuses is noted. */
    <T> Optional<T> text(String field, Function<String, Optional<T>> reading, String expected) {
        Optional<String> text = text(field);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            Optional<T> value = reading.apply(text.get());
            if (value.isEmpty()) {
                refuse(field, "value_error", expected);
            }
            return value;
        } catch (AgentException e) {
            refuse(field, "value_error", e.failure().message());
            return Optional.empty();
        }
    }

    Map<String, String> texts(String field) {
        JsonNode value = body.path(field);
        Map<String, String> texts = new LinkedHashMap<>();
        if (value.isObject()) {
            value.fields().forEachRemaining(entry -> {
                if (entry.getValue().isTextual()) {
                    texts.put(entry.getKey(), entry.getValue().asText());
                } else {
                    refuse(field, "string_type", "the value of " + entry.getKey() + " has to be a string");
                }
            });
        } else if (!value.isMissingNode() && !value.isNull()) {
            refuse(field, "dict_type", "it has to be an object of strings");
        }
        return texts;
    }

    /** Returns the text that a field has in base64; line ends in it are passed over. */
    String encodedText(String field) {
        if (!body.hasNonNull(field)) {
            missing(field);
            return "";
        }
        return text(
                        field,
                        value -> decoded(value.replaceAll("\\s", "")),
                        "it has to be base64 of a text in UTF-8 without NUL")
                .orElseGet(() -> {
                    if (body.path(field).asText().isEmpty()) {
                        refuse(field, "value_error", "the pipeline is empty");
                    }
                    return "";
                });
    }

    private static Optional<String> decoded(String base64) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Base64.getDecoder().decode(base64)))
                    .toString();
            return text.indexOf('\0') < 0 && !text.isBlank() ? Optional.of(text) : Optional.empty();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private void missing(String field) {
        refuse(field, "missing", "Field required");
    }

    void refuse(String field, String type, String message) {
        wrong.add(GrytDetail.inBody(field, type, message));
    }
}
