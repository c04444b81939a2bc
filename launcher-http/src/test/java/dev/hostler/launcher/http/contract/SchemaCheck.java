package dev.hostler.launcher.http.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Holds a value against a JSON schema, as far as the description makes use of schemas; a word of schemas that is not known
 * here is an error, so that nothing goes unchecked. Stricter than the standard: a field that an object's schema does not
 * name is an error. Confined to one thread.
 */
final class SchemaCheck {
    private static final Set<String> WORDS_FOR_PEOPLE = Set.of("description", "default", "examples");
    private static final Set<String> PARTS_OF_OBJECTS = Set.of("properties", "required", "additionalProperties");

    private final JsonNode document;
    private final List<String> faults = new ArrayList<>();

    private SchemaCheck(JsonNode document) {
        this.document = document;
    }

    /** Returns what is wrong with a value; nothing if it is as the schema says. */
    static List<String> faults(JsonNode document, JsonNode schema, JsonNode value) {
        SchemaCheck check = new SchemaCheck(document);
        check.check("$", schema, value);
        return check.faults;
    }

    private void check(String path, JsonNode written, JsonNode value) {
        JsonNode schema = resolve(document, written);
        for (Map.Entry<String, JsonNode> word : schema.properties()) {
            check(path, word.getKey(), word.getValue(), value);
        }
        if (value.isObject() && (schema.has("properties") || schema.has("additionalProperties"))) {
            checkFields(path, schema, value);
        }
    }

    static JsonNode resolve(JsonNode document, JsonNode schema) {
        if (!schema.has("$ref")) {
            return schema;
        }
        JsonNode found = document.at(schema.get("$ref").textValue().substring(1));
        if (found.isMissingNode()) {
            throw new AssertionError("the description has no " + schema.get("$ref"));
        }
        return found;
    }

    private void check(String path, String word, JsonNode wanted, JsonNode value) {
        switch (word) {
            case "type" -> require(path, isOf(wanted, value), "is no " + wanted);
            case "enum" -> require(path, contains(wanted, value), "is none of " + wanted);
            case "pattern" ->
                require(
                        path,
                        !value.isTextual()
                                || Pattern.compile(wanted.textValue())
                                        .matcher(value.textValue())
                                        .find(),
                        "does not match " + wanted);
            case "format" ->
                require(path, !value.isTextual() || isMoment(wanted.textValue(), value.textValue()), "is no " + wanted);
            case "minimum" ->
                require(
                        path,
                        !value.isNumber() || value.doubleValue() >= wanted.doubleValue(),
                        "is less than " + wanted);
            case "items" -> {
                for (int i = 0; value.isArray() && i < value.size(); i++) {
                    check(path + "[" + i + "]", wanted, value.get(i));
                }
            }
            case "oneOf" -> {
                long fitting = wanted.valueStream()
                        .filter(one -> faults(document, one, value).isEmpty())
                        .count();
                require(path, fitting == 1, "fits " + fitting + " of " + wanted);
            }
            default -> {
                if (!WORDS_FOR_PEOPLE.contains(word) && !PARTS_OF_OBJECTS.contains(word)) {
                    throw new AssertionError("a word of schemas that is not known here: " + word);
                }
            }
        }
    }

    private void checkFields(String path, JsonNode schema, JsonNode value) {
        for (JsonNode name : schema.path("required")) {
            require(path, value.has(name.textValue()), "has no " + name);
        }
        JsonNode others = schema.path("additionalProperties");
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            String place = path + "." + field.getKey();
            JsonNode known = schema.path("properties").path(field.getKey());
            if (known.isObject()) {
                check(place, known, field.getValue());
            } else if (others.isObject()) {
                check(place, others, field.getValue());
            } else {
                faults.add(place + " is not described");
            }
        }
    }

    private void require(String path, boolean holds, String fault) {
        if (!holds) {
            faults.add(path + " " + fault);
        }
    }

    private static boolean isOf(JsonNode types, JsonNode value) {
        return types.isArray()
                ? types.valueStream().anyMatch(type -> isOf(type, value))
                : switch (types.textValue()) {
                    case "object" -> value.isObject();
                    case "array" -> value.isArray();
                    case "string" -> value.isTextual();
                    case "integer" -> value.isIntegralNumber();
                    case "number" -> value.isNumber();
                    case "boolean" -> value.isBoolean();
                    case "null" -> value.isNull();
                    default -> throw new AssertionError("an unknown type: " + types);
                };
    }

    private static boolean contains(JsonNode values, JsonNode value) {
        return values.valueStream().anyMatch(value::equals);
    }

    private static boolean isMoment(String format, String text) {
        if (!format.equals("date-time")) {
            throw new AssertionError("an unknown format: " + format);
        }
        try {
            return Instant.parse(text) != null;
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
