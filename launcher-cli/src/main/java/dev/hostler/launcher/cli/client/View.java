package dev.hostler.launcher.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** How answers are shown. */
enum View {
    /** Columns, for people. */
    table,
    /** Nothing but ids, for loops of a shell. */
    name,
    /** The answer itself. */
    json,
    /** The answer itself, as YAML. */
    yaml;

    /** Shows an answer that has a list. */
    void show(Console console, JsonNode answer, Iterable<JsonNode> list, Function<Iterable<JsonNode>, Table> columns) {
        List<String> lines = switch (this) {
            case table -> columns.apply(list).lines();
            case name -> ids(list);
            case json -> List.of(Documents.pretty(answer));
            case yaml -> List.of(Documents.yaml(answer));
        };
        lines.forEach(console::line);
    }

    private static List<String> ids(Iterable<JsonNode> list) {
        List<String> ids = new ArrayList<>();
        list.forEach(one -> ids.add(one.path(one.has("id") ? "id" : "name").asText()));
        return ids;
    }
}
