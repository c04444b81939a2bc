package dev.hostler.engine.pipeline;

import dev.hostler.api.error.AgentException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the directories to keep between jobs. Thread-safe. */
final class CachePaths {
    private static final String HOME = "~/";

    private CachePaths() {}

    static List<String> strict(YamlValue cache) {
        YamlMap map = cache.map();
        map.allowOnly("cache", List.of("paths"));
        return map.get("paths")
                .map(CachePaths::of)
                .orElseThrow(() -> map.place().refused("it has no field paths"));
    }

    static List<String> of(YamlValue list) {
        List<String> paths = new ArrayList<>();
        for (YamlValue item : list.list()) {
            String path = item.plainText();
            requireBelow(item, path.startsWith(HOME) ? path.substring(HOME.length()) : path);
            paths.add(path);
        }
        return paths;
    }

    private static void requireBelow(YamlValue item, String relative) {
        try {
            Path path = Path.of(relative).normalize();
            if (path.isAbsolute()
                    || path.startsWith("..")
                    || path.startsWith("~")
                    || path.toString().isEmpty()) {
                throw refused(item);
            }
        } catch (InvalidPathException e) {
            throw refused(item);
        }
    }

    private static AgentException refused(YamlValue item) {
        return item.expected("a directory below the workspace, such as target, or below the home, such as ~/.m2");
    }
}
