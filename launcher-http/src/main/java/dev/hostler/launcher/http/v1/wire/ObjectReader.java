package dev.hostler.launcher.http.v1.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.job.ByteSize;
import dev.hostler.launcher.http.server.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Takes the fields out of a JSON object. Whatever has not its form is refused with its path, and so is every field that
 * nobody has asked for; {@code null} is the same as no field. Confined to one thread.
 */
public final class ObjectReader {
    private final String path;
    private final JsonNode object;
    private final Set<String> asked = new LinkedHashSet<>();

    private ObjectReader(String path, JsonNode object) {
        this.path = path;
        this.object = object;
    }

    /**
     * Reads a body.
     *
     * @param codec asks for the fields
     * @throws AgentException with {@code INVALID_INPUT}; a {@link FieldRefusal} if a field is to blame
     */
    public static <T> T read(byte[] body, Function<ObjectReader, T> codec) {
        JsonNode object = Json.read(body)
                .filter(JsonNode::isObject)
                .orElseThrow(() -> Failure.cannot(
                                ErrorCode.INVALID_INPUT,
                                "read",
                                "body",
                                "it is not one JSON object, in UTF-8, in which no field comes twice",
                                "correct it")
                        .toException());
        return new ObjectReader("", object).apply(codec);
    }

    private <T> T apply(Function<ObjectReader, T> codec) {
        T value = path.isEmpty() ? codec.apply(this) : refusedAs(path, () -> codec.apply(this));
        object.fieldNames().forEachRemaining(name -> {
            if (!asked.contains(name)) {
                throw FieldRefusal.of(at(name), "there is no such field", "use " + String.join(", ", asked));
            }
        });
        return value;
    }

    /** Returns what a supplier makes of a field; what it refuses is refused in the field's name. */
    public <T> T make(String field, Supplier<T> supplier) {
        return refusedAs(at(field), supplier);
    }

    private static <T> T refusedAs(String field, Supplier<T> supplier) {
        try {
            return supplier.get();
        } catch (FieldRefusal closer) {
            throw closer;
        } catch (AgentException refused) {
            throw FieldRefusal.of(field, refused);
        }
    }

    /** Words why this object is refused. */
    public FieldRefusal refusal(String cause, String remedy) {
        return FieldRefusal.of(path.isEmpty() ? "body" : path, cause, remedy);
    }

    /** Returns a value that has to be there. */
    public <T> T require(String field, Optional<T> value) {
        return value.orElseThrow(() -> FieldRefusal.of(at(field), "it is missing", "give it"));
    }

    /** Returns a field's value as it is. */
    public Optional<JsonNode> any(String field) {
        asked.add(field);
        return Optional.of(object.path(field)).filter(value -> !value.isMissingNode() && !value.isNull());
    }

    /** Returns a text. */
    public Optional<String> text(String field) {
        return value(field, "a text", JsonNode::isTextual).map(JsonNode::textValue);
    }

    /** Returns a truth value. */
    public Optional<Boolean> truth(String field) {
        return value(field, "true or false", JsonNode::isBoolean).map(JsonNode::booleanValue);
    }

    /** Returns a number. */
    public Optional<Double> number(String field) {
        return value(field, "a number", JsonNode::isNumber).map(JsonNode::doubleValue);
    }

    /** Returns a whole number of 64 bits. */
    public Optional<Long> whole(String field) {
        return value(field, "a whole number", value -> value.isIntegralNumber() && value.canConvertToLong())
                .map(JsonNode::longValue);
    }

    /** Returns a whole number of 32 bits. */
    public Optional<Integer> smallWhole(String field) {
        return value(
                        field,
                        "a whole number below 2147483648",
                        value -> value.isIntegralNumber() && value.canConvertToInt())
                .map(JsonNode::intValue);
    }

    /** Returns a duration. */
    public Optional<Duration> duration(String field) {
        return text(field)
                .map(text -> DurationText.parse(text)
                        .orElseThrow(() -> expected(field, "a duration such as 90s, 1h30m or 500ms")));
    }

    /** Returns a size in bytes. */
    public Optional<Long> size(String field) {
        return text(field)
                .map(text -> ByteSize.parse(text)
                        .orElseThrow(() -> expected(field, "a size such as 512MiB or 2GiB"))
                        .bytes());
    }

    /** Returns one of an enumeration's words, which may be written in either case and with {@code -} for {@code _}. */
    public <E extends Enum<E>> Optional<E> word(String field, Class<E> type) {
        List<E> words = List.of(type.getEnumConstants());
        return text(field)
                .map(text -> words.stream()
                        .filter(word ->
                                word.name().equals(text.toUpperCase(Locale.ROOT).replace('-', '_')))
                        .findFirst()
                        .orElseThrow(() -> expected(
                                field,
                                String.join(
                                        " or ", words.stream().map(Enum::name).toList()))));
    }

    /** Returns a list of texts; empty if there is none. */
    public List<String> texts(String field) {
        List<String> texts = new ArrayList<>();
        list(field).forEach(item -> {
            if (!item.isTextual()) {
                throw expected(field + "[" + texts.size() + "]", "a text");
            }
            texts.add(item.textValue());
        });
        return texts;
    }

    /** Returns texts by name; empty if there are none. */
    public Map<String, String> textMap(String field) {
        Map<String, String> texts = new LinkedHashMap<>();
        value(field, "an object of texts", JsonNode::isObject)
                .ifPresent(map -> map.properties().forEach(entry -> {
                    if (!entry.getValue().isTextual()) {
                        throw expected(field + "." + entry.getKey(), "a text");
                    }
                    texts.put(entry.getKey(), entry.getValue().textValue());
                }));
        return texts;
    }

    /** Returns what a codec makes of an object. */
    public <T> Optional<T> object(String field, Function<ObjectReader, T> codec) {
        return value(field, "an object", JsonNode::isObject)
                .map(value -> new ObjectReader(at(field), value).apply(codec));
    }

    /** Returns what a codec makes of each object of a list; empty if there is none. */
    public <T> List<T> objects(String field, Function<ObjectReader, T> codec) {
        List<T> objects = new ArrayList<>();
        list(field).forEach(item -> {
            String place = field + "[" + objects.size() + "]";
            if (!item.isObject()) {
                throw expected(place, "an object");
            }
            objects.add(new ObjectReader(at(place), item).apply(codec));
        });
        return objects;
    }

    private JsonNode list(String field) {
        return value(field, "a list", JsonNode::isArray).orElse(MissingNode.getInstance());
    }

    private Optional<JsonNode> value(String field, String form, Predicate<JsonNode> fits) {
        Optional<JsonNode> value = any(field);
        if (value.isPresent() && !fits.test(value.get())) {
            throw expected(field, form);
        }
        return value;
    }

    private FieldRefusal expected(String field, String form) {
        return FieldRefusal.of(at(field), "it is not " + form, "correct it");
    }

    private String at(String field) {
        return path.isEmpty() ? field : path + "." + field;
    }
}
