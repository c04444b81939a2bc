package dev.hostler.launcher.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Runs the real command on a terminal of its own, by script(1) of util-linux. */
final class PseudoTerminal {
    private PseudoTerminal() {}

    /** Returns what the terminal was sent. */
    static String run(Path home, Map<String, String> environment, String... args)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"));
        words.add(System.getProperty("java.class.path"));
        words.add(Main.class.getName());
        words.addAll(List.of(args));
        String line = "exec " + words.stream().map(PseudoTerminal::quoted).collect(Collectors.joining(" "));
        ProcessBuilder script = new ProcessBuilder("script", "-qec", line, "/dev/null")
                .directory(home.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true);
        script.environment().put("HOSTLER_SOCKET", "none");
        script.environment().putAll(environment);
        script.environment().put("HOSTLER_DATA_DIR", home.resolve("data").toString());
        Process process = script.start();
        try {
            String sent = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new AssertionError("the command does not end");
            }
            return sent;
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
