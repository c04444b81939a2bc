package dev.hostler.engine.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files of an agent's store, as they change with each write. */
public final class StoreFiles {
    private StoreFiles() {}

    /** Returns size and time of the last change by name; the same map again means that nothing was written. */
    public static Map<String, String> of(Path data) throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> files = Files.list(data)) {
            List<Path> store = files.filter(
                            file -> file.getFileName().toString().startsWith("state.db"))
                    .toList();
            for (Path file : store) {
                found.put(
                        file.getFileName().toString(), Files.size(file) + " bytes, " + Files.getLastModifiedTime(file));
            }
        }
        return found;
    }
}
