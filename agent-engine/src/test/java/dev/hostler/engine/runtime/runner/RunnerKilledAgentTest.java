package dev.hostler.engine.runtime.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.workload.ApplyWorkload;
import dev.hostler.api.workload.DesiredState;
import dev.hostler.api.workload.RunnerCredential;
import dev.hostler.api.workload.RunnerSpec;
import dev.hostler.api.workload.WorkloadHandle;
import dev.hostler.api.workload.WorkloadPhase;
import dev.hostler.api.workload.WorkloadStatus;
import dev.hostler.engine.MortalAgent;
import dev.hostler.engine.testing.Effort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An agent that is killed on any part of a runner's way: the next one goes on, reports what is true, and leaves nothing. */
class RunnerKilledAgentTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String SECRET = "the-secret-token";

    private final RunnerBench bench = new RunnerBench();
    private final Path data = bench.root().resolve("data");
    private final long seed = new Random().nextLong();

    /** The agent that is killed: brings up the runner, and stops it when it is told to. */
    static final class Victim {
        private Victim() {}

        public static void main(String[] arguments) throws Exception {
            Path root = Path.of(arguments[0]);
            Agent agent = start(root);
            WorkloadHandle handle = agent.apply(wish(root)).handle();
            while (!Files.exists(root.resolve("out/stop"))) {
                handle.awaitSettled(Duration.ofMillis(20));
                TimeUnit.MILLISECONDS.sleep(20);
            }
            agent.apply(wish(root).desired(DesiredState.STOPPED));
            TimeUnit.MINUTES.sleep(5);
        }
    }

    private static Agent start(Path root) throws IOException {
        Map<String, String> settings =
                RunnerBench.texts(SmallFile.readFields(root.resolve("settings")).orElseThrow());
        return Agent.start(AgentConfig.builder(root.resolve("data"))
                .provider("runners", settings)
                .provider("policy", Map.of("allow", "runner"))
                .minimumFreeBytes(0)
                .build());
    }

    private static ApplyWorkload wish(Path root) throws IOException {
        Properties knobs = SmallFile.readFields(root.resolve("knobs")).orElseThrow();
        RunnerSpec.Builder spec = RunnerSpec.builder(RunnerCredential.token(SECRET))
                .scope("acme/app")
                .limits(RunnerBench.limits());
        RunnerBench.texts(knobs).forEach(spec::env);
        return ApplyWorkload.of("w", spec.build()).revision("one");
    }

    @AfterEach
    void leaveNothing() {
        bench.close();
    }

    private void prepare() throws IOException {
        SmallFile.write(bench.root().resolve("settings"), SmallFile.fields(bench.settings(Map.of())));
        SmallFile.write(
                bench.root().resolve("knobs"),
                SmallFile.fields(Map.of(
                        "FAKE_OUT",
                        bench.out().toString(),
                        "FAKE_CONFIG",
                        "tell later",
                        "FAKE_STEP",
                        "echo job >>$FAKE_OUT/jobs; while [ ! -e $FAKE_OUT/go ]; do sleep 0.05; done",
                        "FAKE_DRAIN",
                        "1")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"download", "registering", "running", "after its end"})
    void theNextAgentReportsWhatBecameOfIt(String part) throws Exception {
        prepare();
        if (part.equals("download")) {
            bench.server().store(ReleaseServer.drip());
        }
        killWhen(() -> hasCome(part));
        if (part.equals("after its end")) {
            await().atMost(LIMIT).until(() -> count("jobs") == 1);
            create("go");
            await().atMost(LIMIT)
                    .until(() ->
                            RunnerBench.processes("FAKE_OUT=" + bench.out()).isEmpty());
        }

        takeOverAndServe();
    }

    /** Wherever it is then, also between a start and its note. */
    @Test
    void theNextAgentGoesOnFromWhereverItWas() throws Exception {
        Random random = new Random(seed);
        for (int i = 0; i < Effort.of(1, 20); i++) {
            prepare();
            Tree.remove(bench.out());
            long enough = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(random.nextInt(1500));
            boolean registers = random.nextBoolean();
            if (registers) {
                create("register");
            }
            killWhen(() -> Files.exists(data.resolve("runtimes")) && System.nanoTime() > enough);

            takeOverAndServe();
        }
    }

    @Test
    void aStopThatHasBegunIsCarriedOut() throws Exception {
        prepare();
        create("register");
        killWhen(() -> {
            if (count("jobs") == 1 && !Files.exists(bench.out().resolve("stop"))) {
                create("stop");
            }
            return count("signals") == 1;
        });

        try (Agent heir = start(bench.root())) {
            WorkloadHandle handle = heir.workload(RunnerCase.KEY).orElseThrow();
            WorkloadStatus status = awaitPhase(handle, WorkloadPhase.STOPPED);
            assertThat(status.details())
                    .containsEntry("outcome", "interrupted")
                    .containsEntry("job.result", "Canceled");
            assertThat(count("signals")).as("it was asked once").isEqualTo(1);
            assertNothingIsLeft(heir, handle);
        }
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private void killWhen(Condition condition) throws Exception {
        Process victim =
                MortalAgent.start(bench.root(), Victim.class, bench.root().toString());
        try {
            Awaitility.await()
                    .atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(5))
                    .failFast("the agent ended", () -> !victim.isAlive())
                    .until(condition::holds);
        } finally {
            victim.destroyForcibly().waitFor();
        }
    }

    private boolean hasCome(String part) throws IOException {
        return switch (part) {
            case "download" -> bench.server().requests().contains("archive all");
            case "registering" -> stage().equals(Optional.of(Stage.REGISTERING));
            default -> {
                create("register");
                yield stage().equals(Optional.of(Stage.RUNNING));
            }
        };
    }

    private Optional<Stage> stage() throws IOException {
        Path instances = data.resolve("runtimes/runners/instances");
        // Only what is whole: the rest goes and comes meanwhile.
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(instances, "[0-9a-f]*")) {
            for (Path entry : entries) {
                return Facts.read(entry.resolve("facts")).map(Facts::stage);
            }
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private void takeOverAndServe() throws Exception {
        try (Agent heir = start(bench.root())) {
            WorkloadHandle handle = heir.apply(wish(bench.root())).handle();
            create("register");
            create("go");
            WorkloadStatus status = awaitPhase(handle, WorkloadPhase.COMPLETED);

            assertThat(status.details())
                    .as("seed %d", seed)
                    .containsEntry("outcome", "success")
                    .containsEntry("job.result", "Succeeded")
                    .containsEntry("job.run-id", "9001");
            assertThat(count("jobs")).as("jobs, seed %d", seed).isEqualTo(1);
            assertSecretIsInNoLog();
            assertNothingIsLeft(heir, handle);
        }
    }

    private static WorkloadStatus awaitPhase(WorkloadHandle handle, WorkloadPhase phase) {
        await().atMost(LIMIT)
                .failFast(() -> assertThat(handle.workload().status().gaveUp()).isFalse())
                .until(() -> handle.workload().status().phase() == phase);
        return handle.workload().status();
    }

    private void assertSecretIsInNoLog() throws IOException {
        for (String name : RunnerBench.files(data)) {
            if (name.endsWith("/log") || name.endsWith("/result") || name.endsWith("/facts")) {
                assertThat(Files.readString(data.resolve(name), StandardCharsets.ISO_8859_1))
                        .as(name)
                        .doesNotContain(SECRET);
            }
        }
        assertThat(bench.root().resolve("agents.log")).content().doesNotContain(SECRET);
    }

    private void assertNothingIsLeft(Agent heir, WorkloadHandle handle) throws Exception {
        assertThat(RunnerBench.processes(Place.MARK + "=" + heir.node().agentId() + "-"))
                .as("processes, seed %d", seed)
                .isEmpty();
        handle.delete(true);
        assertThat(handle.awaitGone(LIMIT)).isTrue();
        assertThat(RunnerBench.files(data.resolve("runtimes/runners")))
                .as("files, seed %d", seed)
                .noneMatch(name -> name.startsWith("instances/") || name.startsWith("kept/"));
        assertThat(Path.of("/dev/shm/hostler-runners-" + heir.node().agentId())).doesNotExist();
    }

    private long count(String name) throws IOException {
        Path file = bench.out().resolve(name);
        return Files.exists(file) ? Files.readAllLines(file).size() : 0;
    }

    private void create(String name) throws IOException {
        Path file = bench.out().resolve(name);
        if (!Files.exists(file)) {
            Files.createFile(file);
        }
    }
}
