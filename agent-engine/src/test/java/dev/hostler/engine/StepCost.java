package dev.hostler.engine;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.job.Conclusion;
import dev.hostler.api.job.Isolation;
import dev.hostler.api.job.JobResult;
import dev.hostler.api.job.JobSpec;
import dev.hostler.engine.fault.FaultPoint;
import dev.hostler.engine.testing.DockerHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What a step costs that does nothing: how long it takes from each point of its way to the next, and as a whole by the job's
 * own result. Prints percentiles.
 */
final class StepCost {
    private static final double MILLION = 1e6;

    private final Queue<Map.Entry<FaultPoint, Long>> passed = new ConcurrentLinkedQueue<>();
    private final Map<String, List<Long>> times = new LinkedHashMap<>();

    /** Takes the number of steps, the number of jobs, of which the first is left out, and the isolation: {@code 300 3 docker}. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        DockerHost.requireBusybox();
        Path root = Files.createTempDirectory("hostler-bench-");
        StepCost bench = new StepCost();
        AgentConfig config = AgentConfig.builder(root.resolve("data"))
                .onClose(AgentConfig.OnClose.CANCEL)
                .build();
        try (Agent agent =
                AgentAssembly.start(config, (point, job) -> bench.passed.add(Map.entry(point, System.nanoTime())))) {
            for (int job = 0; job < Integer.parseInt(arguments[1]); job++) {
                bench.run(agent, job, Integer.parseInt(arguments[0]), new Isolation(arguments[2]));
            }
        } finally {
            FirstLine.remove(root);
        }
        bench.print();
    }

    private void run(Agent agent, int number, int steps, Isolation isolation) throws InterruptedException {
        JobSpec.Builder job = JobSpec.builder("job-" + number).isolation(isolation);
        for (int step = 0; step < steps; step++) {
            job.run(":");
        }
        passed.clear();
        JobResult result = agent.submit(
                        isolation.equals(Isolation.DOCKER)
                                ? job.image(DockerHost.IMAGE).build()
                                : job.build())
                .await();
        if (result.conclusion() != Conclusion.SUCCEEDED) {
            throw new IllegalStateException(result.toString());
        }
        if (number > 0) {
            count(result);
        }
    }

    private void count(JobResult result) {
        long before = 0;
        for (Map.Entry<FaultPoint, Long> point : passed) {
            if (point.getKey().name().startsWith("STEP_") && before > 0) {
                note("to " + point.getKey(), point.getValue() - before);
            }
            before = point.getValue();
        }
        result.steps().forEach(step -> note("step", step.duration().toNanos()));
    }

    private void note(String name, long nanos) {
        times.computeIfAbsent(name, unknown -> new ArrayList<>()).add(nanos);
    }

    private void print() {
        times.forEach((name, values) -> {
            List<Long> sorted = values.stream().sorted().toList();
            System.out.println(String.format(
                    Locale.ROOT,
                    "%-26s p10 %8.2f  p50 %8.2f  p95 %8.2f ms",
                    name,
                    sorted.get(sorted.size() / 10) / MILLION,
                    sorted.get(sorted.size() / 2) / MILLION,
                    sorted.get(sorted.size() * 95 / 100) / MILLION));
        });
    }
}
