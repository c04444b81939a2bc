package dev.hostler.launcher.http.v1.wire;

import dev.hostler.api.error.Failure;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Collects the fields of an object to write; all are there, and {@code null} if they have no value. Confined to one thread. */
public final class Values {
    private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

    /** Adds a field: a text, a number, a truth value, a list, a map or other values; anything else as its text. */
    public Values put(String field, Object value) {
        fields.put(field, written(value));
        return this;
    }

    /** Adds a field that may be empty. */
    public Values put(String field, Optional<?> value) {
        fields.put(field, value.map(Values::written).orElse(null));
        return this;
    }

    /** Adds a number that may be missing. */
    public Values put(String field, OptionalInt value) {
        fields.put(field, value.isPresent() ? value.getAsInt() : null);
        return this;
    }

    /** Adds a number that may be missing. */
    public Values put(String field, OptionalLong value) {
        fields.put(field, value.isPresent() ? value.getAsLong() : null);
        return this;
    }

    /** Returns the object. */
    public Map<String, @Nullable Object> map() {
        return fields;
    }

    /** Returns a failure as an object. */
    public static Map<String, @Nullable Object> of(Failure failure) {
        return new Values()
                .put("code", failure.code())
                .put("message", failure.message())
                .map();
    }

    private static Object written(Object value) {
        if (value instanceof Values object) {
            return object.map();
        }
        if (value instanceof Failure failure) {
            return of(failure);
        }
        boolean plain = value instanceof Number
                || value instanceof Boolean
                || value instanceof Iterable<?>
                || value instanceof Map<?, ?>;
        return plain ? value : value.toString();
    }
}
