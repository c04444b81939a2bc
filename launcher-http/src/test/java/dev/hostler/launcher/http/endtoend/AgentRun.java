package dev.hostler.launcher.http.endtoend;

import dev.hostler.testkit.ClassArchive;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** One run of the real program. It does not outlive the test. */
final class AgentRun implements AutoCloseable {
    private static final Path JAR = Path.of(System.getProperty("hostler.jar"));

    private final Process process;
    private final Path output;
    private final int port;

    private AgentRun(Process process, Path output, int port) {
        this.process = process;
        this.output = output;
        this.port = port;
    }

    /** Starts the program in a directory, with these variables and a free port. */
    static AgentRun start(Path directory, Map<String, String> variables) throws IOException {
        return start(ClassArchive.options(JAR, AgentRun::train), directory, variables);
    }

    private static void train(List<String> options) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory(JAR.getParent(), "training-");
        Map<String, String> variables = Map.of(
                "HOSTLER_DATA_DIR", directory.resolve("data").toString(),
                "AGENT_HOST", "127.0.0.1",
                "AGENT_API_KEY", "training");
        try (AgentRun run = start(options, directory, variables)) {
            run.awaitServing().process.destroy();
            run.exitCode();
        }
    }

    private static AgentRun start(List<String> options, Path directory, Map<String, String> variables)
            throws IOException {
        Map<String, String> all = new HashMap<>(variables);
        int port = Integer.parseInt(all.computeIfAbsent("AGENT_PORT", name -> String.valueOf(freePort())));
        Path output = directory.resolve("output-" + System.nanoTime());
        List<String> words = new ArrayList<>(List.of(
                "env",
                "--default-signal=INT,QUIT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC"));
        words.addAll(options);
        words.addAll(List.of("-jar", JAR.toString()));
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("AGENT_") || name.startsWith("GRYT_"));
        builder.environment().put("HOSTLER_SOCKET", "none");
        builder.environment().putAll(all);
        return new AgentRun(builder.start(), output, port);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    AgentRun awaitServing() {
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(10))
                .failFast(this::requireAlive)
                .until(() -> output().contains("The agent serves on port " + port));
        return this;
    }

    private void requireAlive() {
        if (!process.isAlive()) {
            throw new AssertionError("the agent ended:\n" + output());
        }
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isRunning() {
        return process.isAlive();
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(1, TimeUnit.MINUTES)) {
            throw new AssertionError("still running:\n" + output());
        }
        return process.exitValue();
    }

    void signal(String name) throws Exception {
        Commands.run("kill", "-" + name, Long.toString(process.pid()));
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
