package dev.hostler.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hostler.api.error.AgentException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/**
 * The settings by name: of the environment ({@code HOSTLER_SLOTS} for {@code slots}), else of the file. Every value that
 * is not of its form is refused with its name. Confined to one thread.
 */
final class ConfigFields {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,6})(KiB|MiB|GiB|TiB)");
    private static final Map<String, Integer> BITS = Map.of("KiB", 10, "MiB", 20, "GiB", 30, "TiB", 40);

    private final ConfigFile file;
    private final Invocation invocation;
    private final Set<String> asked = new LinkedHashSet<>();

    ConfigFields(ConfigFile file, Invocation invocation) {
        this.file = file;
        this.invocation = invocation;
    }

    void whole(String name, Consumer<Integer> target) {
        value(name, "a whole number", text -> text.matches("\\d{1,9}") ? Integer.valueOf(text) : null)
                .ifPresent(target);
    }

    void duration(String name, Consumer<Duration> target) {
        value(name, "a duration such as 90s or 1h30m", ConfigFields::duration).ifPresent(target);
    }

    void size(String name, Consumer<Long> target) {
        value(name, "a size such as 512MiB or 2GiB", ConfigFields::size).ifPresent(target);
    }

    void path(String name, Consumer<Path> target) {
        value(name, "a path", invocation::resolve).ifPresent(target);
    }

    <E extends Enum<E>> void word(String name, Class<E> words, Consumer<E> target) {
        String expected = String.join(" or ", words(words).keySet());
        value(name, expected, text -> words(words).get(text)).ifPresent(target);
    }

    private static <E extends Enum<E>> Map<String, E> words(Class<E> type) {
        Map<String, E> words = new LinkedHashMap<>();
        for (E constant : type.getEnumConstants()) {
            words.put(constant.name().toLowerCase(Locale.ROOT), constant);
        }
        return words;
    }

    /** A list of words; in the environment with commas between them. */
    void words(String name, Consumer<Set<String>> target) {
        asked.add(name);
        Optional<String> variable = invocation.variable(variableOf(name));
        if (variable.isPresent()) {
            target.accept(new LinkedHashSet<>(List.of(variable.get().split(",", -1))));
            return;
        }
        Optional.ofNullable(file.fields().get(name)).ifPresent(list -> {
            if (!list.isArray()) {
                throw expected(name, "a list of words", list);
            }
            Set<String> words = new LinkedHashSet<>();
            list.forEach(item -> words.add(scalar(name, item)));
            target.accept(words);
        });
    }

    /** Settings of several things: a map of maps of texts. */
    Map<String, Map<String, String>> settings(String name) {
        asked.add(name);
        Map<String, Map<String, String>> all = new LinkedHashMap<>();
        Optional.ofNullable(file.fields().get(name)).ifPresent(things -> {
            for (Map.Entry<String, JsonNode> thing : map(name, things).properties()) {
                String path = name + "." + thing.getKey();
                Map<String, String> values = new LinkedHashMap<>();
                for (Map.Entry<String, JsonNode> value :
                        map(path, thing.getValue()).properties()) {
                    values.put(value.getKey(), scalar(path + "." + value.getKey(), value.getValue()));
                }
                all.put(thing.getKey(), values);
            }
        });
        return all;
    }

    /** Refuses what nobody has asked for. Called last. */
    void refuseOthers() {
        file.fields().fieldNames().forEachRemaining(name -> {
            if (!asked.contains(name)) {
                throw ConfigFile.refused(
                        file.name(),
                        "field " + name + ": there is no such setting; they are " + String.join(", ", asked));
            }
        });
    }

    private <T> Optional<T> value(String name, String form, Function<String, T> reader) {
        asked.add(name);
        String variable = variableOf(name);
        Optional<String> given = invocation.variable(variable);
        if (given.isPresent()) {
            return Optional.of(Optional.ofNullable(reader.apply(given.get()))
                    .orElseThrow(() -> Failures.badInput(
                            "accept environment variable", variable, "it is not " + form, "correct it")));
        }
        return Optional.ofNullable(file.fields().get(name))
                .map(node -> Optional.ofNullable(reader.apply(scalar(name, node)))
                        .orElseThrow(() -> expected(name, form, node)));
    }

    /** The data directory has had a shorter name for long. */
    static String variableOf(String name) {
        return name.equals("data_directory") ? DataRoot.VARIABLE : "HOSTLER_" + name.toUpperCase(Locale.ROOT);
    }

    private ObjectNode map(String name, JsonNode node) {
        if (node instanceof ObjectNode fields) {
            return fields;
        }
        if (node.isNull()) {
            return file.fields().objectNode();
        }
        throw expected(name, "a map", node);
    }

    private String scalar(String name, JsonNode node) {
        if (node.isValueNode() && !node.isNull()) {
            return node.asText();
        }
        throw expected(name, "one value", node);
    }

    private AgentException expected(String name, String form, JsonNode found) {
        String shown = found.isValueNode() ? "'" + found.asText() + "'" : found.isArray() ? "a list" : "a map";
        return ConfigFile.refused(file.name(), "field " + name + ": expected " + form + ", found " + shown);
    }

    @SuppressWarnings("NullAway") // null: it has not the form
    private static Duration duration(String text) {
        try {
            return new Durations().convert(text);
        } catch (TypeConversionException e) {
            return null;
        }
    }

    @SuppressWarnings("NullAway") // null: it has not the form
    private static Long size(String text) {
        Matcher matcher = SIZE.matcher(text);
        return matcher.matches() ? Long.parseLong(matcher.group(1)) << BITS.getOrDefault(matcher.group(2), 0) : null;
    }
}
