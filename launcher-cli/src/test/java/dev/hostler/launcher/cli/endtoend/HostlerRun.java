package dev.hostler.launcher.cli.endtoend;

import dev.hostler.testkit.ClassArchive;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** One run of the real command, from its self-contained jar, as a user starts it. */
final class HostlerRun implements AutoCloseable {
    private static final Path JAR = Path.of(System.getProperty("hostler.jar"));

    private final Process process;
    private final Lines out;
    private final Lines err;

    private HostlerRun(Process process) {
        this.process = process;
        this.out = new Lines(process.getInputStream());
        this.err = new Lines(process.getErrorStream());
    }

    static HostlerRun start(Path directory, Map<String, String> environment, String... arguments) {
        try {
            return start(ClassArchive.options(JAR, HostlerRun::train), directory, environment, arguments);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void train(List<String> options) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory(JAR.getParent(), "training-");
        Path pipeline = Files.writeString(directory.resolve("p.yaml"), "steps: [{run: 'true'}]");
        Map<String, String> data =
                Map.of("HOSTLER_DATA_DIR", directory.resolve("data").toString());
        try (HostlerRun run = start(options, directory, data, "run", pipeline.toString(), "--isolation", "process")) {
            run.exitCode();
        }
    }

    private static HostlerRun start(
            List<String> options, Path directory, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                // Where these tests run in the background of a shell, SIGINT would be ignored in all children.
                "env",
                "--default-signal=INT,QUIT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC"));
        command.addAll(options);
        command.addAll(List.of("-jar", JAR.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().put("HOSTLER_SOCKET", "none");
        builder.environment().putAll(environment);
        return new HostlerRun(builder.start());
    }

    /** Waits for the end and returns the exit code. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            throw new AssertionError("still running after two minutes:\n" + output() + errors());
        }
        out.awaitEnd();
        err.awaitEnd();
        return process.exitValue();
    }

    /** Waits for a line of standard output that holds a text, and returns when it came, as {@code System.nanoTime()}. */
    long awaitLine(String text) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(5))
                .failFast("ended without '" + text + "'", () -> !process.isAlive() && !out.holds(text))
                .until(() -> out.holds(text));
        return out.arrival(text);
    }

    String output() {
        return out.text();
    }

    String errors() {
        return err.text();
    }

    boolean isRunning() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** Sends a signal by its name, as {@code kill} does. */
    void signal(String name) throws Exception {
        Commands.run("kill", "-" + name, Long.toString(process.pid()));
    }

    @Override
    public void close() {
        process.destroy();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
    }

    /** The lines of one stream as they come. */
    private static final class Lines {
        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final List<Long> arrivals = new CopyOnWriteArrayList<>();
        private final Thread reader;

        Lines(InputStream stream) {
            reader = new Thread(() -> read(stream));
            reader.setDaemon(true);
            reader.start();
        }

        private void read(InputStream stream) {
            try (BufferedReader text = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = text.readLine(); line != null; line = text.readLine()) {
                    arrivals.add(System.nanoTime());
                    lines.add(line);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        boolean holds(String text) {
            return lines.stream().anyMatch(line -> line.contains(text));
        }

        long arrival(String text) {
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).contains(text)) {
                    return arrivals.get(i);
                }
            }
            throw new AssertionError("no line with '" + text + "'");
        }

        void awaitEnd() throws InterruptedException {
            reader.join(Duration.ofSeconds(30).toMillis());
        }

        String text() {
            return String.join("\n", lines) + "\n";
        }
    }
}
