package dev.hostler.launcher.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs the command in a JVM of its own, which notes the classes it loads. */
final class LoadedClasses {
    private LoadedClasses() {}

    /** Returns the names of all classes that a command takes to its end, with exit code 0. */
    static Set<String> of(Path home, Map<String, String> environment, String... args)
            throws IOException, InterruptedException {
        Path log = Files.createTempFile(home, "classes", ".log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xlog:class+load:file=" + log));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
        builder.redirectErrorStream(true).redirectOutput(new File("/dev/null"));
        builder.environment().putAll(environment);
        builder.environment().put("HOSTLER_DATA_DIR", home.resolve("data").toString());
        Process process = builder.start();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new AssertionError("the command " + List.of(args) + " did not end well");
            }
        } finally {
            process.destroyForcibly();
        }
        return names(log);
    }

    /** Lines end with {@code NAME source: PLACE}. */
    private static Set<String> names(Path log) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.map(line -> line.split(" source: ")[0])
                    .map(line -> Objects.requireNonNull(line.substring(line.lastIndexOf(' ') + 1)))
                    .collect(Collectors.toSet());
        }
    }
}
