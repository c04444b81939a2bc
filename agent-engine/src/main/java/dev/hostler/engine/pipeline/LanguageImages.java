package dev.hostler.engine.pipeline;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The images that stand for languages. Immutable. */
final class LanguageImages {
    private static final String VERSION = "{version}";
    private static final String VERSION_KEY = ".version";
    private static final String NEWEST = "latest";
    /** What a registry takes as a tag; from the OCI distribution specification. */
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");

    private static final Map<String, String> BUILT_IN = Map.ofEntries(
            Map.entry("rust", "rust:" + VERSION),
            Map.entry("rust.version", "1"),
            Map.entry("go", "golang:" + VERSION),
            Map.entry("go.version", "1"),
            Map.entry("python", "python:" + VERSION),
            Map.entry("python.version", "3"),
            Map.entry("node", "node:" + VERSION),
            Map.entry("node.version", "lts"),
            Map.entry("java", "eclipse-temurin:" + VERSION),
            Map.entry("java.version", "21"),
            Map.entry("ruby", "ruby:" + VERSION),
            Map.entry("ruby.version", "3"));

    private final Map<String, String> table;

    LanguageImages(Map<String, String> changes) {
        Map<String, String> all = new HashMap<>(BUILT_IN);
        all.putAll(changes);
        this.table = Map.copyOf(all);
    }

    static boolean isVersion(String text) {
        return TAG.matcher(text).matches();
    }

    Optional<String> image(String language, Optional<String> version) {
        String chosen = version.orElseGet(() -> table.getOrDefault(language + VERSION_KEY, NEWEST));
        return Optional.ofNullable(table.get(language)).map(image -> image.replace(VERSION, chosen));
    }
}
