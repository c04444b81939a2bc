package dev.hostler.engine.runtime.runner;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The runner's file of variables: one {@code NAME=value} in a line, without quotes. */
final class EnvFile {
    private EnvFile() {}

    /** Adds variables to a file, and keeps what is in it. */
    static void merge(Path file, Map<String, String> more) throws IOException {
        Map<String, String> all = new LinkedHashMap<>();
        SmallFile.read(file)
                .orElse("")
                .lines()
                .filter(line -> line.indexOf('=') > 0)
                .forEach(line -> {
                    int equals = line.indexOf('=');
                    all.put(line.substring(0, equals), line.substring(equals + 1));
                });
        all.putAll(more);
        String text = all.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
                .collect(Collectors.joining());
        SmallFile.write(file, text);
    }
}
