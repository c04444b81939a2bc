package dev.hostler.engine;

import static dev.hostler.api.workload.WorkloadPhase.DELETING;
import static dev.hostler.api.workload.WorkloadPhase.RUNNING;
import static dev.hostler.api.workload.WorkloadPhase.STOPPED;
import static dev.hostler.api.workload.WorkloadPhase.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.workload.ApplyWorkload;
import dev.hostler.api.workload.ContainerSpec;
import dev.hostler.api.workload.DesiredState;
import dev.hostler.api.workload.NetworkMode;
import dev.hostler.api.workload.Workload;
import dev.hostler.api.workload.WorkloadPhase;
import dev.hostler.engine.testing.DockerHost;
import dev.hostler.engine.testing.OwnDockerd;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Wishes while their Docker engine is away for some time; an engine of the test's own. */
@Timeout(240)
class DockerdAwayTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    /** Looks without cause are 30 s apart; that the engine is gone is seen before the next one. */
    private static final Duration SOON = Duration.ofSeconds(15);

    /** An agent asks once a second whether its engine is back. */
    private static final Duration SOME_QUESTIONS = Duration.ofSeconds(3);

    private static final ContainerSpec SPEC = ContainerSpec.builder(DockerHost.IMAGE)
            .command("sh", "-c", "trap 'exit 0' TERM; while :; do sleep 0.1; done")
            .network(NetworkMode.NONE)
            .stopGrace(Duration.ZERO)
            .build();

    @TempDir
    Path directory;

    private Agent start(OwnDockerd docker) {
        return Agent.start(AgentConfig.builder(directory.resolve("data"))
                .disable("docker")
                .provider("containers", Map.of("host", docker.address(), "pull", "never"))
                .build());
    }

    private static void apply(Agent agent, String id) {
        agent.apply(ApplyWorkload.of(id, SPEC));
    }

    private static Map<String, WorkloadPhase> phases(Agent agent) {
        return agent.workloads(Owner.EMBEDDER).stream()
                .collect(Collectors.toMap(
                        workload -> workload.key().id().value(),
                        workload -> workload.status().phase(),
                        (one, other) -> one,
                        TreeMap::new));
    }

    private static void awaitPhases(Agent agent, Map<String, WorkloadPhase> expected) {
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(phases(agent))
                        .as(() -> agent.workloads(Owner.EMBEDDER).toString())
                        .isEqualTo(expected));
    }

    /** The containers by workload, in short form. */
    private static Map<String, String> containers(Agent agent) {
        return agent.workloads(Owner.EMBEDDER).stream()
                .collect(Collectors.toMap(workload -> workload.key().id().value(), ContainerScenario::container));
    }

    private static void settle(Agent agent) throws InterruptedException {
        apply(agent, "a");
        apply(agent, "b");
        agent.apply(ApplyWorkload.of("stopped", SPEC).desired(DesiredState.STOPPED));
        awaitPhases(agent, Map.of("a", RUNNING, "b", RUNNING, "stopped", STOPPED));
    }

    @Test
    void nothingIsLostOrDoubledWhenItIsStopped() throws Exception {
        assertNothingIsLostOrDoubled(1, SOME_QUESTIONS);
    }

    @Test
    @Tag("faults")
    void nothingIsLostOrDoubledWhenItIsStoppedForTwentySecondsAgainAndAgain() throws Exception {
        assertNothingIsLostOrDoubled(3, Duration.ofSeconds(20));
    }

    private void assertNothingIsLostOrDoubled(int stops, Duration away) throws Exception {
        try (OwnDockerd docker = OwnDockerd.create();
                Agent agent = start(docker)) {
            settle(agent);
            Map<String, String> before = containers(agent);
            for (int i = 0; i < stops; i++) {
                docker.stop();
                assertNothingIsKnown(agent, away);
                docker.start();
                awaitPhases(agent, Map.of("a", RUNNING, "b", RUNNING, "stopped", STOPPED));
            }
            assertThat(containers(agent)).isEqualTo(before);
            assertThat(docker.containers()).hasSize(3);
        }
    }

    @Test
    void itsContainersGoOnWithLiveRestoreAndAreNotTouched() throws Exception {
        try (OwnDockerd docker = OwnDockerd.create("--live-restore");
                Agent agent = start(docker)) {
            settle(agent);
            Map<String, String> before = containers(agent);
            int actions = agent.actions(Owner.EMBEDDER).size();

            docker.kill();
            assertNothingIsKnown(agent, SOME_QUESTIONS);
            docker.start();

            awaitPhases(agent, Map.of("a", RUNNING, "b", RUNNING, "stopped", STOPPED));
            assertThat(containers(agent)).isEqualTo(before);
            assertThat(agent.actions(Owner.EMBEDDER)).as("nothing was done").hasSize(actions);
        }
    }

    @Test
    void wishesOfThatTimeAreMetAfterwardsAlsoByTheNextAgent() throws Exception {
        try (OwnDockerd docker = OwnDockerd.create()) {
            Map<String, String> before;
            try (Agent agent = start(docker)) {
                settle(agent);
                before = containers(agent);
                docker.kill();
                assertNothingIsKnown(agent, Duration.ZERO);

                apply(agent, "new");
                agent.apply(ApplyWorkload.of("stopped", SPEC));
                agent.workload(ContainerScenario.key("b")).orElseThrow().delete(true);
                awaitPhases(agent, Map.of("a", UNKNOWN, "b", DELETING, "new", UNKNOWN, "stopped", UNKNOWN));
            }
            try (Agent heir = start(docker)) {
                awaitPhases(heir, Map.of("a", UNKNOWN, "b", DELETING, "new", UNKNOWN, "stopped", UNKNOWN));
                docker.start();

                awaitPhases(heir, Map.of("a", RUNNING, "new", RUNNING, "stopped", RUNNING));
                assertThat(containers(heir)).containsEntry("a", before.get("a"));
                assertThat(containers(heir)).containsEntry("stopped", before.get("stopped"));
                assertThat(docker.containers()).hasSize(3);
            }
        }
    }

    /** For some time the agent knows of every workload that it knows nothing, and says what to do. */
    private static void assertNothingIsKnown(Agent agent, Duration time) {
        Map<String, WorkloadPhase> unknown = Map.of("a", UNKNOWN, "b", UNKNOWN, "stopped", UNKNOWN);
        await().atMost(SOON).until(() -> phases(agent), unknown::equals);
        await().during(time).atMost(time.plus(LONG)).until(() -> phases(agent), unknown::equals);
        for (Workload workload : agent.workloads(Owner.EMBEDDER)) {
            Failure why = workload.status().failure().orElseThrow();
            assertThat(why.code()).isEqualTo(ErrorCode.RUNTIME_UNAVAILABLE);
            assertThat(why.message()).contains("start dockerd");
            assertThat(workload.status().revisions().wanted()).isPresent();
        }
    }
}
