package dev.hostler.engine.bench;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.job.Conclusion;
import dev.hostler.api.job.DirectorySource;
import dev.hostler.api.job.Isolation;
import dev.hostler.api.job.JobResult;
import dev.hostler.api.job.JobSpec;
import dev.hostler.engine.testing.DockerHost;
import dev.hostler.engine.testing.SecretText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How fast the output of one step gets into the job's log, masked, next to {@code docker run} of the same output into a
 * file, unmasked. Both in turns; prints medians and their ratio, the peak of the heap above its idle size, and the most
 * that the spool has taken on the disk.
 */
public final class LogThroughput {
    private static final int SECRETS = 50;

    private final int pieces;
    private final SecretText text = new SecretText(SECRETS, 4 << 20);
    private final Path root;
    private final Path sources;

    private LogThroughput(int megabytes, Path root) throws IOException {
        this.root = root;
        this.sources = Files.createDirectory(root.resolve("sources"));
        Files.write(sources.resolve("piece"), text.raw());
        this.pieces = (int) Math.ceil(megabytes * 1e6 / text.raw().length);
    }

    /** Takes the size in megabytes and the number of turns; 500 and 3 if not given. */
    public static void main(String[] arguments) throws Exception {
        int megabytes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 500;
        int turns = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        Path root = Files.createTempDirectory("hostler-bench-");
        try {
            new LogThroughput(megabytes, root).measure(turns);
        } finally {
            remove(root);
        }
    }

    private void measure(int turns) throws Exception {
        DockerHost.requireBusybox();
        List<Double> docker = new ArrayList<>();
        List<Double> agent = new ArrayList<>();
        AgentConfig config = AgentConfig.builder(root.resolve("data"))
                .secretResolver(text.resolver())
                .build();
        try (Agent running = Agent.start(config)) {
            runInAgent(running, "warm-up");
            try (Footprint footprint = Footprint.of(root.resolve("data/sandboxes"))) {
                for (int turn = 0; turn < turns; turn++) {
                    docker.add(rate(runInDocker()));
                    agent.add(rate(runInAgent(running, "turn-" + turn)));
                    print("turn %d: docker run %.0f MB/s, agent %.0f MB/s", turn, docker.get(turn), agent.get(turn));
                }
                print("median: docker run %.0f MB/s, agent %.0f MB/s", median(docker), median(agent));
                print("ratio: %.2f", median(agent) / median(docker));
                print("peak heap above idle: %.1f MiB", footprint.heapAboveIdle() / 1048576.0);
                print("largest spool on disk: %.1f MiB", footprint.largestSpool() / 1048576.0);
            }
        }
    }

    private String script() {
        return "i=0; while [ $i -lt " + pieces + " ]; do cat piece; i=$((i + 1)); done";
    }

    private long runInDocker() throws IOException, InterruptedException {
        Path output = root.resolve("docker.out");
        long start = System.nanoTime();
        String mount = sources + ":/work:ro";
        Process docker = new ProcessBuilder(
                        "docker", "run", "--rm", "-v", mount, "-w", "/work", DockerHost.IMAGE, "sh", "-c", script())
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        require(docker.waitFor() == 0, "docker run failed");
        long time = System.nanoTime() - start;
        require(Files.size(output) == (long) pieces * text.raw().length, "docker run lost output");
        Files.delete(output);
        return time;
    }

    private long runInAgent(Agent agent, String id) throws IOException, InterruptedException {
        JobSpec.Builder job = JobSpec.builder(id)
                .isolation(Isolation.DOCKER)
                .image(DockerHost.IMAGE)
                .source(new DirectorySource(sources));
        text.names().forEach(job::secret);
        long start = System.nanoTime();
        JobResult result = agent.submit(job.run(script()).build()).await();
        long time = System.nanoTime() - start;
        require(result.conclusion() == Conclusion.SUCCEEDED, result.toString());
        Path log = root.resolve("data/jobs/embedder/" + id + ".log");
        require(Files.size(log) >= (long) pieces * text.masked().length, "the log lacks output");
        Files.delete(log);
        return time;
    }

    private double rate(long nanos) {
        return (double) pieces * text.raw().length / 1e6 / (nanos / 1e9);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalStateException(otherwise);
        }
    }

    private static void remove(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
