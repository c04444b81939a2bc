package dev.hostler.launcher.grpc.endtoend;

import dev.hostler.testkit.ClassArchive;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** One run of the real program. It does not outlive the test. */
public final class AgentRun implements AutoCloseable {
    private static final Pattern SERVES = Pattern.compile("The agent serves on port (\\d+), metrics on port (\\d+)");

    private final Process process;
    private final Path output;

    private AgentRun(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Starts the program in a directory with these variables; without a port named, on free ones. */
    public static AgentRun start(Path directory, Map<String, String> variables, String... args) throws IOException {
        return start(program(), directory, variables, args);
    }

    private static AgentRun start(List<String> program, Path directory, Map<String, String> variables, String... args)
            throws IOException {
        Map<String, String> all = new HashMap<>(Map.of(
                "PERSYS_GRPC_PORT", "0",
                "PERSYS_METRICS_PORT", "0",
                "PERSYS_GRPC_ADDR", "127.0.0.1",
                "PERSYS_STATE_PATH", directory.resolve("state.db").toString()));
        all.putAll(variables);
        Path output = directory.resolve("output-" + System.nanoTime());
        List<String> words = new ArrayList<>(List.of(
                "env",
                "--default-signal=INT,QUIT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xss512k",
                "-Xms16m",
                "-Xmx96m",
                "-Xmn8m",
                "-XX:ReservedCodeCacheSize=32m",
                "-Dio.grpc.netty.shaded.io.netty.allocator.type=unpooled",
                "-Dio.grpc.netty.shaded.io.netty.eventLoopThreads=2"));
        words.addAll(program);
        words.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PERSYS_") || name.startsWith("HOSTLER_"));
        builder.environment().put("MALLOC_ARENA_MAX", "2");
        builder.environment().putAll(all);
        return new AgentRun(builder.start(), output);
    }

    /** The packaged jar; while somebody works on a test, the classes that it is made of. */
    private static List<String> program() throws IOException {
        String jar = System.getProperty("hostler.jar");
        return jar == null
                ? List.of("-cp", System.getProperty("java.class.path"), "dev.hostler.launcher.grpc.Main")
                : program(ClassArchive.options(Path.of(jar), AgentRun::train), jar);
    }

    private static List<String> program(List<String> options, String jar) {
        return Stream.concat(options.stream(), Stream.of("-jar", jar)).toList();
    }

    private static void train(List<String> options) throws IOException, InterruptedException {
        String jar = System.getProperty("hostler.jar");
        Path directory = Files.createTempDirectory(Path.of(jar).getParent(), "training-");
        try (AgentRun run = start(program(options, jar), directory, Map.of("PERSYS_TLS_ENABLED", "false"))) {
            run.awaitServing().process.destroy();
            run.exitCode();
        }
    }

    /** Waits until it serves. */
    public AgentRun awaitServing() {
        awaitOutput("The agent serves on port ");
        return this;
    }

    /** Waits until it has printed something. */
    public void awaitOutput(String text) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(10))
                .failFast(this::requireAlive)
                .until(() -> output().contains(text));
    }

    private void requireAlive() {
        if (!process.isAlive()) {
            throw new AssertionError("the agent ended:\n" + output());
        }
    }

    private int port(int group) {
        Matcher line = SERVES.matcher(output());
        if (!line.find()) {
            throw new AssertionError("it does not serve:\n" + output());
        }
        return Integer.parseInt(line.group(group));
    }

    /** Returns the port of the calls. */
    public int port() {
        return port(1);
    }

    /** Returns the port of the numbers. */
    public int metricsPort() {
        return port(2);
    }

    /** Returns all that it has printed. */
    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the id of its process. */
    public long pid() {
        return process.pid();
    }

    /** Waits for its end. */
    public int exitCode() throws InterruptedException {
        if (!process.waitFor(1, TimeUnit.MINUTES)) {
            throw new AssertionError("still running:\n" + output());
        }
        return process.exitValue();
    }

    /** Ends it as a crash does. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
