package dev.hostler.engine;

import static dev.hostler.api.workload.WorkloadPhase.FAILED;
import static dev.hostler.api.workload.WorkloadPhase.PENDING;
import static dev.hostler.api.workload.WorkloadPhase.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.workload.ApplyWorkload;
import dev.hostler.api.workload.ContainerSpec;
import dev.hostler.api.workload.HealthCheck;
import dev.hostler.api.workload.NetworkMode;
import dev.hostler.api.workload.RestartPolicy;
import dev.hostler.api.workload.Workload;
import dev.hostler.api.workload.WorkloadAction;
import dev.hostler.api.workload.WorkloadHandle;
import dev.hostler.api.workload.WorkloadId;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.api.workload.WorkloadPhase;
import dev.hostler.engine.testing.DockerHost;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Health checks that the agent makes itself, of containers of a real engine. */
class ContainerHealthTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final WorkloadKey WEB = new WorkloadKey(Owner.EMBEDDER, new WorkloadId("asked"));
    private static final HealthCheck.Exec FILE = new HealthCheck.Exec(List.of("test", "-f", "/tmp/well"));

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

    private static ContainerSpec.Builder asked(HealthCheck.Probe probe, String script) {
        return ContainerSpec.builder(DockerHost.IMAGE)
                .command("sh", "-c", script)
                .stopGrace(Duration.ZERO)
                .health(HealthCheck.of(probe)
                        .every(Duration.ofMillis(200))
                        .failingAfter(2)
                        .startingFor(Duration.ofSeconds(10)));
    }

    private WorkloadHandle apply(ContainerSpec spec) {
        return agent.apply(ApplyWorkload.of("asked", spec)).handle();
    }

    private Workload now() {
        return agent.workload(WEB).orElseThrow().workload();
    }

    private void awaitPhase(WorkloadPhase phase) {
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(now().status().phase())
                        .as(now().status().message())
                        .isEqualTo(phase));
    }

    private void inContainer(String script) throws Exception {
        String container = now().status().details().get("container.id");
        Process process = new ProcessBuilder("docker", "exec", container, "sh", "-c", script)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isZero();
    }

    @Test
    void aProgramInsideTellsWhenItIsUp() throws Exception {
        apply(asked(FILE, "sleep 1000").network(NetworkMode.NONE).build());
        await().atMost(LONG).until(() -> now().status().details().containsKey("container.id"));
        assertThat(now().status().phase()).isEqualTo(PENDING);

        inContainer("touch /tmp/well");

        awaitPhase(RUNNING);
    }

    @Test
    void aPageTellsThatItIsWell() throws Exception {
        String script = "mkdir /w; echo hello > /w/up; exec httpd -f -p 8080 -h /w";

        Workload well = apply(asked(new HealthCheck.Http(8080, "/up", Optional.empty()), script)
                        .build())
                .awaitSettled(LONG);

        assertThat(well.status().phase()).as(well.status().message()).isEqualTo(RUNNING);
    }

    @Test
    void aPortThatNobodyHearsIsTroubleAndSaidSo() {
        apply(asked(new HealthCheck.Tcp(8081), "sleep 1000")
                .restart(RestartPolicy.no())
                .health(HealthCheck.of(new HealthCheck.Tcp(8081))
                        .every(Duration.ofMillis(100))
                        .failingAfter(2))
                .build());

        awaitPhase(FAILED);
        assertThat(now().status().failure().orElseThrow().code()).isEqualTo(ErrorCode.UNHEALTHY);
        assertThat(now().status().message()).contains("port 8081");
    }

    @Test
    void whatGetsUnhealthyIsStartedAgain() throws Exception {
        apply(asked(FILE, "touch /tmp/well; exec sleep 1000")
                        .network(NetworkMode.NONE)
                        .build())
                .awaitSettled(LONG);
        String container = now().status().details().get("container.id");

        inContainer("rm /tmp/well");

        await().atMost(LONG)
                .untilAsserted(() -> assertThat(agent.actions(Owner.EMBEDDER))
                        .extracting(WorkloadAction::kind)
                        .contains(WorkloadAction.Kind.RESTORE));
        awaitPhase(RUNNING);
        assertThat(now().status().details()).containsEntry("container.id", container);
    }

    @Test
    void aNewRevisionThatIsNeverWellLeavesTheOldOne() throws Exception {
        ContainerSpec good = asked(FILE, "touch /tmp/well; exec sleep 1000")
                .network(NetworkMode.NONE)
                .build();
        apply(good).awaitSettled(LONG);
        String container = now().status().details().get("container.id");

        apply(good.toBuilder()
                .command("sh", "-c", "exec sleep 1000")
                .health(good.health().orElseThrow().startingFor(Duration.ZERO))
                .build());

        awaitPhase(FAILED);
        assertThat(now().status().failure().orElseThrow().code()).isEqualTo(ErrorCode.UNHEALTHY);
        assertThat(now().status().details()).containsEntry("container.id", container);
    }

    @Test
    void withoutANetworkOnlyAProgramCanBeAsked() {
        ContainerSpec spec = asked(new HealthCheck.Tcp(80), "sleep 1000")
                .network(NetworkMode.NONE)
                .build();

        assertThatThrownBy(() -> apply(spec)).hasMessageContaining("health").hasMessageContaining("health.exec");
        assertThat(agent.workloads(Owner.EMBEDDER)).isEmpty();
    }

    @Test
    void theStatusTellsWhatIsUsed() throws Exception {
        apply(asked(FILE, "touch /tmp/well; exec sleep 1000")
                        .network(NetworkMode.NONE)
                        .build())
                .awaitSettled(LONG);

        await().atMost(LONG)
                .untilAsserted(
                        () -> assertThat(now().status().usage().orElseThrow().memoryBytes())
                                .isPositive());
    }
}
