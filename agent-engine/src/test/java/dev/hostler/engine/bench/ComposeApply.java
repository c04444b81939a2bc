package dev.hostler.engine.bench;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.workload.ApplyWorkload;
import dev.hostler.api.workload.ComposeSpec;
import dev.hostler.api.workload.WorkloadHandle;
import dev.hostler.api.workload.WorkloadPhase;
import dev.hostler.engine.testing.DockerHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How long an application of two services takes from its wish until it runs, in turns with {@code docker-compose config}
 * and {@code up -d} of the same file. Prints each time, the medians, and their ratio.
 */
public final class ComposeApply {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private ComposeApply() {}

    /** Takes the number of alternations; 5 if not given. */
    public static void main(String[] arguments) throws Exception {
        int turns = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        DockerHost.requireBusybox();
        Path root = Files.createTempDirectory("hostler-bench-");
        List<Double> plain = new ArrayList<>();
        List<Double> ours = new ArrayList<>();
        AgentConfig config = AgentConfig.builder(root.resolve("data"))
                .provider("compose", Map.of("pull", "never"))
                .build();
        try (Agent agent = Agent.start(config)) {
            apply(agent, -1);
            for (int i = 0; i < turns; i++) {
                plain.add(plain(root));
                ours.add(apply(agent, i));
                print("plain %.2f s, ours %.2f s", plain.get(i), ours.get(i));
            }
        } finally {
            remove(root);
        }
        print(
                "medians of %d: plain %.2f s, ours %.2f s, ratio %.2f",
                turns, median(plain), median(ours), median(ours) / median(plain));
    }

    /** The turn is in the file, so that nothing that was resolved before is of use. */
    private static String file(int turn) {
        return """
                services:
                  web:
                    image: %1$s
                    command: ["sleep", "1000"]
                    stop_grace_period: 0s
                    environment: {TURN: "%2$d"}
                  db:
                    image: %1$s
                    command: ["sleep", "1000"]
                    stop_grace_period: 0s
                """.formatted(DockerHost.IMAGE, turn);
    }

    private static double plain(Path root) throws IOException, InterruptedException {
        Path file = Files.writeString(root.resolve("docker-compose.yml"), file(0));
        List<String> compose = List.of("docker-compose", "-p", "hostler-bench-plain", "-f", file.toString());
        long begun = System.nanoTime();
        run(compose, "config");
        run(compose, "up", "-d");
        double seconds = seconds(begun);
        run(compose, "down", "-t", "0");
        return seconds;
    }

    private static void run(List<String> compose, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(compose);
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() != 0) {
            throw new IOException("failed: " + command);
        }
    }

    private static double apply(Agent agent, int turn) throws InterruptedException {
        ComposeSpec spec = ComposeSpec.builder(file(turn))
                .projectName("hostler-bench-ours")
                .build();
        long begun = System.nanoTime();
        WorkloadHandle handle =
                agent.apply(ApplyWorkload.of("bench-" + turn, spec)).handle();
        WorkloadPhase phase = handle.awaitSettled(LIMIT).status().phase();
        double seconds = seconds(begun);
        handle.delete(true);
        if (phase != WorkloadPhase.RUNNING || !handle.awaitGone(LIMIT)) {
            throw new IllegalStateException("it came to " + phase);
        }
        return seconds;
    }

    private static double seconds(long begun) {
        return (System.nanoTime() - begun) / 1e9;
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }

    private static void remove(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
