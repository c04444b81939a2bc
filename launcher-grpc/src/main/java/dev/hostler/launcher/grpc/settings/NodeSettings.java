package dev.hostler.launcher.grpc.settings;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Who the node is. Immutable.
 *
 * @param id its name in the cluster; empty: the machine's name
 * @param version the version it tells
 * @param labels what a scheduler may choose it by
 */
public record NodeSettings(Optional<String> id, String version, Map<String, String> labels) {
    private static final String AUTOMATIC = "auto";

    /** Copies the map. */
    public NodeSettings {
        labels = Map.copyOf(labels);
    }

    static NodeSettings read(Reader reader) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("os", System.getProperty("os.name").toLowerCase(Locale.ROOT));
        labels.put("arch", architecture(System.getProperty("os.arch")));
        reader.text("PERSYS_NODE_REGION").ifPresent(region -> labels.put("region", region));
        reader.text("PERSYS_NODE_ENV").ifPresent(environment -> labels.put("env", environment));
        labels.putAll(reader.pairs("PERSYS_NODE_LABELS"));
        return new NodeSettings(
                reader.text("PERSYS_NODE_ID").filter(id -> !id.equals(AUTOMATIC)),
                reader.text("PERSYS_VERSION", "dev"),
                labels);
    }

    /** Go's words, which clusters choose nodes by. */
    private static String architecture(String javas) {
        return switch (javas) {
            case "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            default -> javas;
        };
    }
}
