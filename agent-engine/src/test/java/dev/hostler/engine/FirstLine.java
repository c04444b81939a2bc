package dev.hostler.engine;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.job.Conclusion;
import dev.hostler.api.job.Isolation;
import dev.hostler.api.job.JobHandle;
import dev.hostler.api.job.JobLimits;
import dev.hostler.api.job.JobResult;
import dev.hostler.api.job.JobSpec;
import dev.hostler.engine.fault.FaultPoint;
import dev.hostler.engine.testing.DockerHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * When a job comes to each point of its way, counted from its acceptance, and when its first line can be read: jobs with one
 * processor and 512 MiB, one after the other. What a slow disk would cost is added to every commit. Prints percentiles.
 */
final class FirstLine {
    private static final String LINE = "the first line";
    private static final int WARM_UP = 10;
    private static final int MEBIBYTES = 512;
    private static final double MILLION = 1e6;

    private final int jobs;
    private final int spacing;
    private final long commit;
    private final Isolation isolation;
    private final Queue<Map.Entry<String, Long>> passed = new ConcurrentLinkedQueue<>();
    private final Map<String, List<Long>> times = new LinkedHashMap<>();

    private FirstLine(String... arguments) {
        this.jobs = Integer.parseInt(arguments[0]);
        this.spacing = Integer.parseInt(arguments[2]);
        this.commit = Long.parseLong(arguments[3]) * (long) MILLION;
        this.isolation = new Isolation(arguments[4]);
    }

    /**
     * Takes the number of jobs, how many sandboxes may stand ready, the pause between two jobs and the time of a commit in
     * milliseconds, and the isolation: {@code 200 4 500 0 docker}.
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        DockerHost.requireBusybox();
        Path root = Files.createTempDirectory("hostler-bench-");
        FirstLine bench = new FirstLine(arguments);
        WarmBook book = new WarmBook();
        AgentConfig config = AgentConfig.builder(root.resolve("data"))
                .provider("warm", Map.of("most", arguments[1]))
                .metricSink(book)
                .onClose(AgentConfig.OnClose.CANCEL)
                .build();
        try (Agent agent = AgentAssembly.start(config, (point, job) -> bench.pass(point))) {
            bench.measure(agent);
        } finally {
            remove(root);
        }
        bench.print();
        print("%d of %d jobs got a sandbox that stood ready", book.hits(), WARM_UP + bench.jobs);
    }

    private void pass(FaultPoint point) {
        if (point.name().endsWith("COMMIT_BEGINS")) {
            LockSupport.parkNanos(commit);
        }
        passed.add(Map.entry(point.name(), System.nanoTime()));
    }

    private void measure(Agent agent) throws InterruptedException {
        for (int i = 0; i < WARM_UP + jobs; i++) {
            run(agent, "job-" + i, i >= WARM_UP);
            Thread.sleep(spacing);
        }
    }

    private void run(Agent agent, String id, boolean counts) throws InterruptedException {
        passed.clear();
        JobHandle job = agent.submit(job(id));
        long accepted = System.nanoTime();
        job.followLog(line -> {
            if (line.text().equals(LINE)) {
                passed.add(Map.entry("FIRST LINE", System.nanoTime()));
            }
        });
        JobResult result = job.await();
        if (result.conclusion() != Conclusion.SUCCEEDED) {
            throw new IllegalStateException(result.toString());
        }
        if (counts) {
            passed.forEach(point -> times.computeIfAbsent(point.getKey(), name -> new ArrayList<>())
                    .add(point.getValue() - accepted));
        }
    }

    private JobSpec job(String id) {
        JobSpec.Builder job = JobSpec.builder(id)
                .isolation(isolation)
                .limits(JobLimits.builder()
                        .cpus(1)
                        .memoryBytes((long) MEBIBYTES << 20)
                        .build())
                .run("echo " + LINE);
        return isolation.equals(Isolation.DOCKER) ? job.image(DockerHost.IMAGE).build() : job.build();
    }

    private void print() {
        times.forEach((name, values) -> {
            List<Long> sorted = values.stream().sorted().toList();
            print(
                    "%-26s p10 %8.2f  p50 %8.2f  p95 %8.2f ms",
                    name,
                    sorted.get(sorted.size() / 10) / MILLION,
                    sorted.get(sorted.size() / 2) / MILLION,
                    sorted.get(sorted.size() * 95 / 100) / MILLION);
        });
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }

    static void remove(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
