package dev.hostler.engine;

import static dev.hostler.api.workload.WorkloadPhase.FAILED;
import static dev.hostler.api.workload.WorkloadPhase.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.workload.ApplyWorkload;
import dev.hostler.api.workload.ContainerSpec;
import dev.hostler.api.workload.NetworkMode;
import dev.hostler.api.workload.Workload;
import dev.hostler.api.workload.WorkloadHandle;
import dev.hostler.api.workload.WorkloadId;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.engine.testing.DockerHost;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wishes for containers, kept true by a whole agent on a real engine. */
class ContainersTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final WorkloadKey WEB = new WorkloadKey(Owner.EMBEDDER, new WorkloadId("web"));
    private static final ContainerSpec SPEC = ContainerSpec.builder(DockerHost.IMAGE)
            .command("sleep", "1000")
            .network(NetworkMode.NONE)
            .stopGrace(Duration.ZERO)
            .env("TOKEN", "one")
            .build();

    private static DockerHost docker;

    @TempDir
    Path data;

    private Agent agent;

    @BeforeAll
    static void requireEngine() {
        docker = DockerHost.require();
    }

    @AfterAll
    static void leave() {
        docker.close();
    }

    @BeforeEach
    void start() {
        agent = Agent.start(AgentConfig.builder(data)
                .provider("containers", Map.of("pull", "never"))
                .build());
    }

    @AfterEach
    void close() throws Exception {
        for (Workload left : agent.workloads(Owner.EMBEDDER)) {
            WorkloadHandle handle = agent.workload(left.key()).orElseThrow();
            handle.delete(true);
            assertThat(handle.awaitGone(LONG)).isTrue();
        }
        agent.close();
    }

    private Workload settled(ContainerSpec spec) throws InterruptedException {
        return agent.apply(ApplyWorkload.of("web", spec)).handle().awaitSettled(LONG);
    }

    private Workload now() {
        return agent.workload(WEB).orElseThrow().workload();
    }

    private static String container(Workload workload) {
        String id = workload.status().details().get("container.id");
        assertThat(id).as("details %s", workload.status().details()).isNotNull();
        return id;
    }

    private static void docker(String... words) throws Exception {
        String[] command = new String[words.length + 1];
        command[0] = "docker";
        System.arraycopy(words, 0, command, 1, words.length);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isZero();
    }

    @Test
    void isMadeOnceAndSkippedAfterwards() throws Exception {
        Workload web = settled(SPEC);

        assertThat(web.status().phase()).as(web.status().message()).isEqualTo(RUNNING);
        assertThat(agent.apply(ApplyWorkload.of("web", SPEC)).skipped()).isTrue();
        assertThat(container(now())).isEqualTo(container(web));
    }

    @Test
    void isBackAfterAKillAStopAndARemovalBehindItsBack() throws Exception {
        String first = container(settled(SPEC));

        for (List<String> act : List.of(List.of("kill", first), List.of("stop", "-t", "0", first))) {
            long before = agent.actions(Owner.EMBEDDER).size();
            docker(act.toArray(String[]::new));
            await().atMost(LONG).until(() -> agent.actions(Owner.EMBEDDER).size() > before);
            await().atMost(LONG).until(() -> now().status().phase() == RUNNING);
            assertThat(container(now())).isEqualTo(first);
        }
        docker("rm", "-f", first);
        await().atMost(LONG)
                .until(() ->
                        now().status().phase() == RUNNING && !container(now()).equals(first));
    }

    @Test
    void isReplacedByANewRevisionAndKeptWhenThatHasNoImage() throws Exception {
        String first = container(settled(SPEC));

        Workload second = settled(SPEC.toBuilder().env("TOKEN", "two").build());
        assertThat(second.status().phase()).as(second.status().message()).isEqualTo(RUNNING);
        assertThat(container(second)).isNotEqualTo(first);

        Workload third = settled(SPEC.toBuilder().image("hostler-test/none:1").build());
        assertThat(third.status().phase()).isEqualTo(FAILED);
        assertThat(third.status().failure().orElseThrow().message()).contains("hostler-test/none:1");
        assertThat(container(third)).isEqualTo(container(second));
    }

    @Test
    void outlivesItsAgent() throws Exception {
        String first = container(settled(SPEC));
        agent.close();
        docker("kill", first);

        start();

        await().atMost(LONG)
                .until(() -> agent.workload(WEB).isPresent() && now().status().phase() == RUNNING);
        assertThat(container(now())).isEqualTo(first);
    }

    @Test
    void mayNotSeeTheHostUnlessAnOperatorSaysSo() {
        ContainerSpec greedy = SPEC.toBuilder().volume("/etc", "/host").build();

        assertThatThrownBy(() -> settled(greedy))
                .isInstanceOfSatisfying(
                        AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.POLICY_DENIED))
                .hasMessageContaining("/etc")
                .hasMessageContaining("policy.paths");
        assertThat(agent.workloads(Owner.EMBEDDER)).isEmpty();
    }
}
