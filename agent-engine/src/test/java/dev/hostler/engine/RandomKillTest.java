package dev.hostler.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Container;
import dev.hostler.api.Agent;
import dev.hostler.api.job.Conclusion;
import dev.hostler.api.job.Isolation;
import dev.hostler.api.job.JobHandle;
import dev.hostler.api.job.JobSpec;
import dev.hostler.engine.fault.FaultListener;
import dev.hostler.engine.testing.DockerHost;
import dev.hostler.engine.testing.Effort;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Eight jobs that print, and twenty agents that are killed one after the other while they read that. */
class RandomKillTest {
    private static final int JOBS = 8;
    private static final int ROUNDS = Effort.of(6, 20);

    /** So many of the jobs are in a step whose output the agent reads, at the least, when it is killed. */
    private static final int BUSY = 6;

    @TempDir
    Path directory;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final List<Long> takenUpAfter = new ArrayList<>();
    private Path data;
    private String agentId;

    /** The agent that dies. */
    static final class Victim {
        private Victim() {}

        public static void main(String[] arguments) throws InterruptedException {
            Path data = Path.of(arguments[0]);
            try (Agent agent = MortalAgent.start(MortalAgent.config(data, JOBS), FaultListener.NONE)) {
                for (JobHandle job : submit(agent)) {
                    job.await();
                }
            }
        }
    }

    @BeforeEach
    void prepare() {
        DockerHost.requireBusybox();
        data = directory.resolve("data");
        agentId = MortalAgent.agentId(data);
        System.out.println("RandomKillTest: seed " + seed);
    }

    @Test
    void noLineIsLostOrRepeatedAndNoSandboxIsReplaced() throws Exception {
        Places before = null;
        for (int round = 0; round < ROUNDS; round++) {
            killOneAgent(round);
            Places now = places();
            assertThat(before == null ? now : before).as("round %d", round).isEqualTo(now);
            before = now;
        }
        System.out.println("RandomKillTest: jobs taken up after ms " + takenUpAfter);
        try (Agent heir = MortalAgent.start(MortalAgent.config(data, JOBS), FaultListener.NONE)) {
            endTheSteps();
            for (JobHandle job : submit(heir)) {
                assertWhole(job);
            }
        }
        MortalAgent.assertNothingIsLeft(data);
        assertThat(takenUpAfter.subList(1, ROUNDS))
                .as("with the start of the JVM, on a loaded machine; seed %d", seed)
                .allSatisfy(millis -> assertThat(millis).isLessThan(50_000));
    }

    /** Kills an agent when six, seven or eight jobs have printed under it, and a little more than that. */
    private void killOneAgent(int round) throws Exception {
        long[] sizes = sizes();
        long start = System.nanoTime();
        Process victim = MortalAgent.start(directory, Victim.class, data.toString());
        try {
            int enough = BUSY + random.nextInt(JOBS - BUSY + 1);
            awaitUntil(victim, () -> grown(sizes) >= enough);
            takenUpAfter.add(Duration.ofNanos(System.nanoTime() - start).toMillis());
            long more = total() + random.nextInt(600);
            awaitUntil(victim, () -> total() >= more);
        } finally {
            victim.destroyForcibly().waitFor();
        }
        long busy = grown(sizes);
        System.out.println(
                "RandomKillTest: round " + round + ", " + busy + " of " + JOBS + " jobs in a step that prints");
        assertThat(busy).as("seed %d", seed).isGreaterThanOrEqualTo(BUSY);
    }

    private static void awaitUntil(Process victim, Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(5))
                .failFast("the agent ended", () -> !victim.isAlive())
                .until(condition);
    }

    private static List<JobHandle> submit(Agent agent) {
        return IntStream.range(0, JOBS).mapToObj(i -> agent.submit(job(i))).toList();
    }

    /** Prints until it finds a file in its workspace. */
    private static JobSpec job(int index) {
        JobSpec.Builder job = JobSpec.builder("job-" + index)
                .run("mkdir once; i=0; until [ -e stop ]; do i=$((i + 1)); echo $i; sleep 0.05; done; echo end $i");
        return index % 2 == 0
                ? job.isolation(Isolation.PROCESS).build()
                : job.isolation(Isolation.DOCKER).image(DockerHost.IMAGE).build();
    }

    private void assertWhole(JobHandle job) throws InterruptedException {
        List<String> lines = new ArrayList<>();
        assertThat(job.await().conclusion()).as("seed %d", seed).isEqualTo(Conclusion.SUCCEEDED);
        job.followLog(line -> lines.add(line.text()));
        lines.removeIf(line -> line.startsWith("==>"));
        int last = lines.size() - 1;
        List<String> expected = new ArrayList<>(
                IntStream.rangeClosed(1, last).mapToObj(Integer::toString).toList());
        expected.add("end " + last);
        assertThat(lines).as("job %s, seed %d", job.key(), seed).isEqualTo(expected);
    }

    private void endTheSteps() throws IOException {
        try (DirectoryStream<Path> sandboxes = Files.newDirectoryStream(data.resolve("sandboxes"))) {
            for (Path sandbox : sandboxes) {
                Files.createFile(sandbox.resolve("workspace/stop"));
            }
        }
    }

    private long[] sizes() {
        return IntStream.range(0, JOBS)
                .mapToLong(i ->
                        data.resolve("jobs/embedder/job-" + i + ".log").toFile().length())
                .toArray();
    }

    private long total() {
        return Arrays.stream(sizes()).sum();
    }

    /** How many logs are longer than they were; the lines of the agent itself are not enough for that. */
    private long grown(long[] before) {
        long[] now = sizes();
        return IntStream.range(0, JOBS)
                .filter(i -> now[i] > Math.max(before[i], 400))
                .count();
    }

    private record Places(Set<String> containers, Map<Long, String> processes) {}

    /** Containers by their id and start, processes by their number and start. */
    private Places places() throws IOException {
        try (DockerHost docker = DockerHost.require()) {
            Set<String> containers = docker.containers("dev.hostler.agent", agentId).stream()
                    .map(Container::getId)
                    .map(id -> id + " "
                            + docker.client()
                                    .inspectContainerCmd(id)
                                    .exec()
                                    .getState()
                                    .getStartedAt())
                    .collect(Collectors.toSet());
            assertThat(containers).hasSize(JOBS / 2);
            Map<Long, String> processes = MortalAgent.processes(agentId);
            assertThat(processes).hasSizeGreaterThanOrEqualTo(JOBS / 2);
            return new Places(containers, processes);
        }
    }
}
