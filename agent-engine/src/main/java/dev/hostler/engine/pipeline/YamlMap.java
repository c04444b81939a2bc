package dev.hostler.engine.pipeline;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** The fields of a YAML map, in the order of the file and each at most once. Immutable. */
final class YamlMap {
    private final Place place;
    private final Map<String, YamlValue> fields;

    private YamlMap(Place place, Map<String, YamlValue> fields) {
        this.place = place;
        this.fields = Collections.unmodifiableMap(fields);
    }

    static YamlMap of(Place place, MappingNode mapping) {
        Map<String, YamlValue> fields = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String name = name(place, tuple.getKeyNode());
            Place field = fieldOf(place, name, tuple.getKeyNode());
            YamlValue earlier = fields.put(name, new YamlValue(field, tuple.getValueNode()));
            if (earlier != null) {
                throw field.refused(
                        "it is there twice, first in line " + earlier.place().line());
            }
        }
        return new YamlMap(place, fields);
    }

    Place place() {
        return place;
    }

    Map<String, YamlValue> fields() {
        return fields;
    }

    Optional<YamlValue> get(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /** Hands a field, if it is there, to a spec's builder; what that refuses is said with the field's place. */
    <T> void read(String name, Function<YamlValue, T> reader, Function<T, ?> builder) {
        get(name).ifPresent(value -> {
            T part = reader.apply(value);
            value.<Object>check(() -> builder.apply(part));
        });
    }

    /** Refuses every field but these. */
    void allowOnly(String thing, List<String> known) {
        fields.forEach((name, value) -> {
            if (!known.contains(name)) {
                throw value.place().refused("it is not a field of " + thing, suggestion(name, known));
            }
        });
    }

    /** Tells of every field but these, and goes on. */
    void warnOther(Set<String> known, Consumer<String> warnings) {
        fields.forEach((name, value) -> {
            if (!known.contains(name)) {
                warnings.accept(value.place().remark("this field is unknown and has no effect"));
            }
        });
    }

    private static String suggestion(String name, List<String> known) {
        if (name.equals("<<")) {
            return "write the fields out, since maps can't be merged";
        }
        return NearestName.of(name, known)
                .map(near -> "did you mean '" + near + "'?")
                .orElse("its fields are " + String.join(", ", known));
    }

    private static String name(Place place, Node key) {
        if (key instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw place.atLine(YamlValue.lineOf(key)).refused("the name of a field is not a text");
    }

    private static Place fieldOf(Place parent, String name, Node key) {
        String path = parent.field().isEmpty() ? name : parent.field() + "." + name;
        return new Place(parent.file(), YamlValue.lineOf(key), path);
    }
}
