package dev.hostler.engine.runtime.compose;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads trees of maps, lists and values. */
final class Tree {
    /** Far more than any application has, and little enough for a moment's work. */
    private static final int MOST_VALUES = 50_000;

    private static final int DEEPEST = 60;

    private Tree() {}

    /** Copies a tree, with names as text and every text changed; refuses one that is too large, or holds itself. */
    static Map<String, Object> copy(Map<?, ?> tree, UnaryOperator<String> text) {
        return new Copy(text).map(tree, 0);
    }

    /** One copy. Confined to one thread. */
    private static final class Copy {
        private final UnaryOperator<String> text;
        private int values;

        Copy(UnaryOperator<String> text) {
            this.text = text;
        }

        Map<String, Object> map(Map<?, ?> from, int depth) {
            Map<String, Object> copy = new LinkedHashMap<>();
            from.forEach((name, value) -> copy.put(String.valueOf(name), value(value, depth + 1)));
            return copy;
        }

        private @Nullable Object value(@Nullable Object from, int depth) {
            values++;
            if (values > MOST_VALUES || depth > DEEPEST) {
                throw Refused.file("it has too many values, or is nested too deeply", "make it smaller");
            }
            if (from instanceof Map<?, ?> map) {
                return map(map, depth);
            }
            if (from instanceof List<?> list) {
                List<@Nullable Object> copy = new ArrayList<>();
                list.forEach(item -> copy.add(value(item, depth + 1)));
                return copy;
            }
            return from instanceof String words ? text.apply(words) : from;
        }
    }

    /** Returns the maps below a name, by their names; what is empty there is an empty map. */
    static Map<String, Map<String, Object>> maps(Map<String, Object> tree, String name) {
        Map<String, Map<String, Object>> found = new LinkedHashMap<>();
        map(tree, name, name).forEach((key, value) -> found.put(key, asMap(value, name + "." + key)));
        return found;
    }

    /** Returns the map at a name; empty if nothing is there. */
    static Map<String, Object> map(Map<String, Object> tree, String name, String field) {
        return asMap(tree.get(name), field);
    }

    @SuppressWarnings("unchecked") // Tree.copy has made every map of a tree so.
    static Map<String, Object> asMap(@Nullable Object value, String field) {
        if (value == null) {
            return new LinkedHashMap<>();
        }
        if (value instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw Refused.field(field, value, "it is no map", "see the Compose file reference");
    }

    /** Returns what is at a name as a list: of one, if it is a single value; empty if nothing is there. */
    static List<?> list(Map<String, Object> tree, String name) {
        Object value = tree.get(name);
        if (value == null) {
            return List.of();
        }
        return value instanceof List<?> list ? list : List.of(value);
    }

    /** Returns what is at a name as text; empty if nothing is there, or no single value. */
    static Optional<String> text(Map<String, Object> tree, String name) {
        Object value = tree.get(name);
        return value == null || value instanceof Map || value instanceof List
                ? Optional.empty()
                : Optional.of(String.valueOf(value));
    }
}
