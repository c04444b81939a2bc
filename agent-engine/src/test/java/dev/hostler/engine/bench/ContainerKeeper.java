package dev.hostler.engine.bench;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.workload.ApplyWorkload;
import dev.hostler.api.workload.ContainerSpec;
import dev.hostler.api.workload.NetworkMode;
import dev.hostler.api.workload.Workload;
import dev.hostler.api.workload.WorkloadHandle;
import dev.hostler.api.workload.WorkloadPhase;
import dev.hostler.engine.testing.DockerHost;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An agent in a process of its own that keeps so many containers. Prints the milliseconds since the start of its JVM once
 * all of them run, and then answers lines on its standard input.
 */
public final class ContainerKeeper {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final long LOOK_MS = 20;
    private static final int QUESTIONS = 50;

    private final Agent agent;
    private final int count;

    private ContainerKeeper(Agent agent, int count) {
        this.agent = agent;
        this.count = count;
    }

    /** Takes the data directory, the engine's address, the number of containers, and whether to make them. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        AgentConfig config = AgentConfig.builder(Path.of(arguments[0]))
                .provider("docker", Map.of("host", arguments[1]))
                .provider("containers", Map.of("host", arguments[1], "pull", "never"))
                .build();
        try (Agent agent = Agent.start(config)) {
            ContainerKeeper keeper = new ContainerKeeper(agent, Integer.parseInt(arguments[2]));
            if (Boolean.parseBoolean(arguments[3])) {
                keeper.make();
            }
            keeper.awaitAll();
            long started = ManagementFactory.getRuntimeMXBean().getStartTime();
            System.out.println(System.currentTimeMillis() - started);
            keeper.answer(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
        }
    }

    private void make() {
        ContainerSpec spec = ContainerSpec.builder(DockerHost.IMAGE)
                .command("sleep", "100000")
                .network(NetworkMode.NONE)
                .stopGrace(Duration.ZERO)
                .build();
        for (int i = 0; i < count; i++) {
            agent.apply(ApplyWorkload.of("w" + i, spec));
        }
    }

    private void awaitAll() throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (running() < count) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("only " + running() + " of " + count + " run");
            }
            Thread.sleep(LOOK_MS);
        }
    }

    private long running() {
        return agent.workloads(Owner.EMBEDDER).stream()
                .filter(workload -> workload.status().phase() == WorkloadPhase.RUNNING)
                .count();
    }

    private void answer(BufferedReader questions) throws IOException, InterruptedException {
        for (String question = questions.readLine(); question != null; question = questions.readLine()) {
            switch (question) {
                case "list" -> System.out.println(timed(() -> agent.workloads(Owner.EMBEDDER)));
                case "health" -> System.out.println(timed(agent::health));
                case "delete" -> System.out.println(delete());
                default -> throw new IllegalArgumentException(question);
            }
        }
    }

    /** Returns the first, the median and the longest time in microseconds. */
    private static String timed(Runnable question) {
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < QUESTIONS; i++) {
            long start = System.nanoTime();
            question.run();
            times.add((System.nanoTime() - start) / 1000);
        }
        List<Long> sorted = times.stream().sorted().toList();
        return times.get(0) + " " + sorted.get(QUESTIONS / 2) + " " + sorted.get(QUESTIONS - 1);
    }

    private int delete() throws InterruptedException {
        List<WorkloadHandle> all = new ArrayList<>();
        for (Workload workload : agent.workloads(Owner.EMBEDDER)) {
            WorkloadHandle handle = agent.workload(workload.key()).orElseThrow();
            handle.delete(true);
            all.add(handle);
        }
        int gone = 0;
        for (WorkloadHandle handle : all) {
            gone += handle.awaitGone(LIMIT) ? 1 : 0;
        }
        return gone;
    }
}
