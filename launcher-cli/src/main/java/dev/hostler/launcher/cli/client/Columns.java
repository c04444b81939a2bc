package dev.hostler.launcher.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;

/** Which fields of an answer people see first. */
final class Columns {
    private static final double MIB = 1 << 20;

    private Columns() {}

    static Table workloads(Iterable<JsonNode> workloads) {
        Table table = new Table("ID", "KIND", "PHASE", "REVISION", "RESTARTS", "CPU", "MEMORY", "MESSAGE");
        for (JsonNode one : workloads) {
            table.row(
                    one.path("id").asText(),
                    one.path("kind").asText(),
                    one.path("phase").asText(),
                    revision(one.path("revisions")),
                    one.path("restarts").asText(),
                    one.path("usage").isObject() ? cpu(one.path("usage")) : "-",
                    one.path("usage").isObject() ? memory(one.path("usage")) : "-",
                    oneLine(one.path("message").asText()));
        }
        return table;
    }

    /** Two revisions tell that one is on its way in the other's place. */
    private static String revision(JsonNode revisions) {
        String wanted = revisions.path("wanted").asText("-");
        String observed = revisions.path("observed").asText("-");
        return wanted.equals(observed) ? wanted : observed + " -> " + wanted;
    }

    private static String cpu(JsonNode usage) {
        return String.format(Locale.ROOT, "%.1f%%", usage.path("cpuPercent").asDouble());
    }

    private static String memory(JsonNode usage) {
        return mebibytes(usage.path("memoryBytes"));
    }

    private static String mebibytes(JsonNode bytes) {
        return String.format(Locale.ROOT, "%.1f MiB", bytes.asLong() / MIB);
    }

    static Table jobs(Iterable<JsonNode> jobs) {
        Table table = new Table("ID", "STATE", "CONCLUSION", "QUEUED", "STARTED", "FINISHED");
        for (JsonNode one : jobs) {
            table.row(
                    one.path("id").asText(),
                    one.path("state").asText(),
                    text(one, "conclusion"),
                    text(one, "queuedAt"),
                    text(one, "startedAt"),
                    text(one, "finishedAt"));
        }
        return table;
    }

    static Table leftovers(Iterable<JsonNode> leftovers) {
        Table table = new Table("KIND", "NAME", "SIZE", "LAST USED", "REASON");
        for (JsonNode one : leftovers) {
            table.row(
                    one.path("kind").asText(),
                    oneLine(one.path("name").asText()),
                    mebibytes(one.path("bytes")),
                    text(one, "lastUsedAt"),
                    oneLine(one.path("reason").asText()));
        }
        return table;
    }

    static Table node(JsonNode node) {
        Table table = new Table("NAME", "VALUE");
        add(table, "", node);
        return table;
    }

    private static void add(Table table, String prefix, JsonNode tree) {
        for (Map.Entry<String, JsonNode> field : tree.properties()) {
            String name = prefix + field.getKey();
            if (field.getValue().isObject()) {
                add(table, name + ".", field.getValue());
            } else {
                table.row(name, oneLine(value(field.getValue())));
            }
        }
    }

    private static String value(JsonNode value) {
        return value.isContainerNode() ? value.toString() : value.asText("-");
    }

    private static String text(JsonNode one, String field) {
        JsonNode value = one.path(field);
        return value.isNull() || value.isMissingNode() ? "-" : value.asText();
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}
