package dev.hostler.engine.pipeline;

import dev.hostler.api.error.AgentException;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** One value of a YAML file, with its place; every reading of it checks the type. Immutable. */
final class YamlValue {
    private static final int MOST_ENTRIES = 1000;
    private static final Set<Tag> KNOWN_TAGS =
            Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.TIMESTAMP, Tag.SEQ, Tag.MAP, Tag.MERGE);

    private final Place place;
    private final Node node;

    YamlValue(Place place, Node node) {
        this.place = place;
        this.node = node;
        if (!KNOWN_TAGS.contains(node.getTag())) {
            throw place.refused("the tag " + Place.quoted(node.getTag().getValue()) + " is not supported");
        }
    }

    Place place() {
        return place;
    }

    /** Returns a scalar as it is written: {@code 1.10} stays {@code 1.10}, {@code yes} stays {@code yes}. */
    String text() {
        if (node instanceof ScalarNode scalar && !isNothing()) {
            return scalar.getValue();
        }
        throw expected("a text");
    }

    /** Returns a text that goes into a name, a path or a command line, none of which can hold a NUL. */
    String plainText() {
        String text = text();
        if (text.isBlank()) {
            throw expected("a text");
        }
        if (text.indexOf('\0') >= 0) {
            throw place.refused("it has a NUL character");
        }
        return text;
    }

    boolean flag() {
        String text = text();
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        throw expected("true or false");
    }

    List<YamlValue> list() {
        if (!(node instanceof SequenceNode sequence)) {
            throw expected("a list");
        }
        requireFew(sequence.getValue().size());
        List<YamlValue> values = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            String field = place.field() + "[" + values.size() + "]";
            values.add(new YamlValue(new Place(place.file(), lineOf(item), field), item));
        }
        return values;
    }

    YamlMap map() {
        if (!(node instanceof MappingNode mapping)) {
            throw expected("a map of fields");
        }
        requireFew(mapping.getValue().size());
        return YamlMap.of(place, mapping);
    }

    AgentException expected(String what) {
        return place.expected(what, found());
    }

    /** Runs a check of the specs; what it refuses is said with this place. */
    <T> T check(Supplier<T> check) {
        try {
            return check.get();
        } catch (AgentException e) {
            throw place.refused(e);
        } catch (InvalidPathException e) {
            throw place.refused("no file of this machine can have this name");
        }
    }

    static int lineOf(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    private void requireFew(int entries) {
        if (entries > MOST_ENTRIES) {
            throw place.refused("it has more than " + MOST_ENTRIES + " entries");
        }
    }

    private boolean isNothing() {
        return node.getTag().equals(Tag.NULL);
    }

    private String found() {
        if (node instanceof ScalarNode scalar) {
            return isNothing() ? "nothing" : Place.quoted(scalar.getValue());
        }
        return node instanceof SequenceNode ? "a list" : "a map";
    }
}
