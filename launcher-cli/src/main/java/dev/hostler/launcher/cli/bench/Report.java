package dev.hostler.launcher.cli.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** All that was measured, as a table or as JSON. Confined to one thread. */
final class Report {
    private record Row(String name, String unit, Samples samples) {}

    private final List<Row> rows = new ArrayList<>();
    private final Map<String, Double> ratios = new LinkedHashMap<>();
    private final Map<String, String> about = new LinkedHashMap<>();

    void about(String name, String value) {
        about.put(name, value);
    }

    void add(String name, String unit, Samples samples) {
        rows.add(new Row(name, unit, samples));
    }

    /** Notes how large one thing is in comparison with another. */
    void ratio(String name, double value) {
        ratios.put(name, value);
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        about.forEach((name, value) -> lines.add(name + ": " + value));
        lines.add("");
        lines.add(String.format(
                Locale.ROOT, "%-50s %6s %10s %10s %10s %10s  %s", "", "n", "p50", "p95", "least", "most", "unit"));
        for (Row row : rows) {
            Samples of = row.samples();
            lines.add(String.format(
                    Locale.ROOT,
                    "%-50s %6d %10.2f %10.2f %10.2f %10.2f  %s",
                    row.name(),
                    of.count(),
                    of.median(),
                    of.p95(),
                    of.least(),
                    of.largest(),
                    row.unit()));
        }
        lines.add("");
        ratios.forEach((name, value) -> lines.add(String.format(Locale.ROOT, "%-66s %8.3f", name, value)));
        return lines;
    }

    String json() {
        ObjectNode all = new JsonMapper().createObjectNode();
        about.forEach(all.putObject("about")::put);
        ObjectNode measured = all.putObject("measured");
        rows.forEach(row -> {
            ObjectNode one = measured.putObject(row.name());
            one.put("unit", row.unit());
            one.put("n", row.samples().count());
            one.put("p50", row.samples().median());
            one.put("p95", row.samples().p95());
            one.put("least", row.samples().least());
            one.put("most", row.samples().largest());
        });
        ratios.forEach(all.putObject("ratios")::put);
        return all.toString();
    }
}
