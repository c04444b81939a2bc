package dev.hostler.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.spi.Instance;
import dev.hostler.api.spi.WorkloadRuntime;
import dev.hostler.api.workload.ApplyWorkload;
import dev.hostler.api.workload.ContainerSpec;
import dev.hostler.api.workload.NetworkMode;
import dev.hostler.api.workload.Workload;
import dev.hostler.api.workload.WorkloadHandle;
import dev.hostler.api.workload.WorkloadPhase;
import dev.hostler.api.workload.WorkloadStatus;
import dev.hostler.engine.runtime.docker.DockerRuntimeProvider;
import dev.hostler.engine.testing.DockerHost;
import dev.hostler.engine.testing.Effort;
import dev.hostler.engine.testing.RuntimeContext;
import dev.hostler.engine.time.SystemScheduler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agents that are killed while wishes for new containers and new revisions stream in, and the one that takes over. */
class KilledAgentTest {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final Map<String, String> SETTINGS = Map.of("pull", "never");
    private static final int WORKLOADS = 6;
    private static final int KILLS = Effort.of(6, 20);

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final SystemScheduler scheduler = SystemScheduler.create();
    private final List<Long> upAfter = new ArrayList<>();

    @TempDir
    Path directory;

    private WishJournal journal;
    private WorkloadRuntime eyes;

    /** The agent that is killed. */
    static final class Victim {
        private Victim() {}

        public static void main(String[] arguments) throws InterruptedException {
            Path directory = Path.of(arguments[0]);
            WishJournal journal = new WishJournal(directory.resolve("journal"));
            Random random = new Random(Long.parseLong(arguments[1]));
            Agent agent = start(directory);
            journal.up();
            for (int i = 0; i < 10_000; i++) {
                ApplyWorkload wish = wish("w" + random.nextInt(WORKLOADS), arguments[1] + "." + i);
                journal.begins(wish);
                WorkloadHandle handle = agent.apply(wish).handle();
                journal.ended(wish);
                handle.awaitSettled(Duration.ofMillis(random.nextInt(600)));
            }
        }
    }

    private static Agent start(Path directory) {
        return Agent.start(AgentConfig.builder(directory.resolve("data"))
                .provider("containers", SETTINGS)
                .build());
    }

    private static ApplyWorkload wish(String id, String revision) {
        ContainerSpec spec = ContainerSpec.builder(DockerHost.IMAGE)
                .command("sleep", "1000")
                .network(NetworkMode.NONE)
                .stopGrace(Duration.ZERO)
                .env("REVISION", revision)
                .build();
        return ApplyWorkload.of(id, spec).revision(revision);
    }

    @BeforeEach
    void prepare() {
        DockerHost.requireBusybox();
        journal = new WishJournal(directory.resolve("journal"));
        eyes = new DockerRuntimeProvider()
                .create(RuntimeContext.of(
                        MortalAgent.agentId(directory.resolve("data")),
                        scheduler,
                        SETTINGS,
                        directory.resolve("eyes")));
        System.out.println("KilledAgentTest: seed " + seed);
    }

    @AfterEach
    void leaveNothing() throws InterruptedException {
        for (Instance left : eyes.observeAll()) {
            eyes.destroy(left.handle());
        }
        eyes.close();
        scheduler.close();
    }

    @Test
    void noWishIsLostAndNoContainerIsDoubledOrDeleted() throws Exception {
        Map<String, String> keeps = new HashMap<>();
        for (int kill = 1; kill <= KILLS; kill++) {
            killOneAgent(kill);
            keeps.values().removeIf(container -> !isWanted(container));
            assertThat(containers().values()).as("seed %d", seed).containsAll(keeps.values());
            keeps.putAll(containers());
        }
        System.out.println("KilledAgentTest: " + journal.answers() + " wishes answered, agents up after ms " + upAfter);

        long begin = System.nanoTime();
        try (Agent heir = start(directory)) {
            await().atMost(LIMIT).untilAsserted(() -> assertAsWanted(heir));
            System.out.println("KilledAgentTest: all as wanted after ms "
                    + Duration.ofNanos(System.nanoTime() - begin).toMillis());
            keeps.values().removeIf(container -> !isWanted(container));
            assertThat(containers().values()).as("seed %d", seed).containsAll(keeps.values());
            deleteAll(heir);
        }
        MortalAgent.assertNothingIsLeft(directory.resolve("data"));
    }

    /** Kills an agent somewhere after the answer to a wish. */
    private void killOneAgent(int number) throws Exception {
        long before = journal.answers();
        long enough = before + 1 + random.nextInt(8);
        long begin = System.nanoTime();
        Process victim = MortalAgent.start(directory, Victim.class, directory.toString(), Integer.toString(number));
        try {
            awaitUntil(victim, () -> journal.agents() == number);
            upAfter.add(Duration.ofNanos(System.nanoTime() - begin).toMillis());
            awaitUntil(victim, () -> journal.answers() >= enough);
            assertThat(victim.waitFor(random.nextInt(300), TimeUnit.MILLISECONDS))
                    .isFalse();
        } finally {
            victim.destroyForcibly().waitFor();
        }
    }

    private static void awaitUntil(Process victim, Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(5))
                .failFast("the agent ended", () -> !victim.isAlive())
                .until(condition);
    }

    /** Returns the containers that are there, each by what it was made for. */
    private Map<String, String> containers() throws InterruptedException {
        Map<String, String> containers = new HashMap<>();
        for (Instance instance : eyes.observeAll()) {
            String name =
                    instance.name().workload().id() + " " + instance.name().revision();
            assertThat(containers.put(name, name + " " + instance.handle().value()))
                    .as("another one for %s, seed %d", name, seed)
                    .isNull();
        }
        return containers;
    }

    private boolean isWanted(String container) {
        String[] words = container.split(" ");
        return journal.wanted().get(words[0]).equals(Set.of(words[1]));
    }

    private void assertAsWanted(Agent agent) throws InterruptedException {
        Map<String, Set<String>> wanted = journal.wanted();
        assertThat(agent.workloads(Owner.EMBEDDER))
                .as("seed %d", seed)
                .hasSize(wanted.size())
                .allSatisfy(workload -> {
                    WorkloadStatus status = workload.status();
                    assertThat(wanted.get(workload.key().id().value()))
                            .contains(status.revisions().wanted().orElseThrow().value());
                    assertThat(status.phase()).as(status.message()).isEqualTo(WorkloadPhase.RUNNING);
                    assertThat(status.revisions().observed())
                            .isEqualTo(status.revisions().wanted());
                });
        assertThat(eyes.observeAll()).hasSize(wanted.size());
    }

    private static void deleteAll(Agent agent) throws InterruptedException {
        for (Workload workload : agent.workloads(Owner.EMBEDDER)) {
            agent.workload(workload.key()).orElseThrow().delete(true);
        }
        await().atMost(LIMIT).until(() -> agent.workloads(Owner.EMBEDDER).isEmpty());
    }
}
