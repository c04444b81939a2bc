package dev.hostler.launcher.grpc.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.workload.ApplyWorkload;
import dev.hostler.api.workload.ContainerSpec;
import dev.hostler.api.workload.ImagePullPolicy;
import dev.hostler.launcher.grpc.codec.WorkloadCodecs;
import dev.hostler.launcher.grpc.proto.control.RegisterNodeRequest;
import dev.hostler.launcher.grpc.proto.control.RegisterNodeResponse;
import dev.hostler.launcher.grpc.service.Draining;
import dev.hostler.launcher.grpc.service.HealthAnswers;
import dev.hostler.launcher.grpc.settings.NodeSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A second of the protocol is 20 ms here, so that the outage of 30 s takes 600 ms. */
class SchedulerLoopTest {
    private static final Owner OWNER = new Owner("grpc");
    private static final Pace FAST =
            new Pace(Duration.ofSeconds(5), Duration.ofMillis(20), Duration.ofMillis(600), Duration.ofMillis(20));

    @TempDir
    static Path scratch;

    private static Agent agent;
    private final Draining draining = new Draining();
    private SchedulerPeer peer;

    @BeforeAll
    static void startAgent() {
        agent = Agent.start(AgentConfig.builder(scratch.resolve("data")).build());
    }

    @AfterAll
    static void closeAgent() {
        agent.close();
    }

    @BeforeEach
    void startPeer() throws Exception {
        peer = SchedulerPeer.start();
    }

    @AfterEach
    void closePeer() throws Exception {
        peer.close();
    }

    private static ConditionFactory patiently() {
        return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(5));
    }

    private SchedulerLoop loop() {
        NodeSettings node = new NodeSettings(Optional.of("node-7"), "1.2.3", Map.of("region", "eu"));
        HealthAnswers health = new HealthAnswers(agent, WorkloadCodecs.of(Set.of("container")), "1.2.3");
        return SchedulerLoop.start(
                peer.address(),
                Optional.empty(),
                new NodeReports(agent, OWNER, health, node, "10.1.2.3:50051"),
                draining,
                FAST);
    }

    @Test
    void registersOnceThenTellsAtOnceAndAgainAndAgain() {
        try (SchedulerLoop loop = loop()) {
            peer.awaitCalls(5);
        }
        assertThat(peer.calls).startsWith("register", "heartbeat", "heartbeat", "heartbeat", "heartbeat");
        assertThat(peer.calls).containsOnlyOnce("register");
        RegisterNodeRequest told = peer.registrations.get(0);
        assertThat(told.getNodeId()).isEqualTo("node-7");
        assertThat(told.getGrpcEndpoint()).isEqualTo("10.1.2.3:50051");
        assertThat(told.getAgentVersion()).isEqualTo("1.2.3");
        assertThat(told.getLabelsMap()).containsExactly(Map.entry("region", "eu"));
        assertThat(told.getClusterId()).isEmpty();
        assertThat(told.getTimestamp().getSeconds()).isPositive();
        assertThat(told.getCapabilities().getCpuTotalMillicores())
                .isEqualTo(1000L * Runtime.getRuntime().availableProcessors());
        assertThat(told.getCapabilities().getMemoryTotalMb()).isPositive();
        assertThat(told.getCapabilities().getStoragePoolsList()).hasSize(1);
        assertThat(told.getCapabilities().getSupportedStorageDriversList()).containsExactly("local");
        assertThat(peer.heartbeats.get(0).getNodeId()).isEqualTo("node-7");
        assertThat(peer.heartbeats.get(0).getUsage().getMemoryUsedMb()).isPositive();
    }

    @Test
    void aHeartbeatTellsHowWorkloadsAre() throws Exception {
        ContainerSpec spec = ContainerSpec.builder("hostler-test/none:1")
                .pull(ImagePullPolicy.NEVER)
                .build();
        var handle = agent.apply(OWNER, ApplyWorkload.of("broken", spec).revision("r"))
                .handle();
        try (SchedulerLoop loop = loop()) {
            Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                assertThat(peer.heartbeats).isNotEmpty();
                var last = peer.heartbeats.get(peer.heartbeats.size() - 1);
                assertThat(last.getWorkloadStatusesList()).hasSize(1);
                assertThat(last.getWorkloadStatuses(0).getState()).isEqualTo("Failed");
                assertThat(last.getWorkloadStatuses(0).getWorkloadId()).isEqualTo("broken");
                assertThat(last.getWorkloadStatuses(0).getReason().getMessage()).contains("hostler-test/none:1");
            });
        } finally {
            handle.delete(true);
            handle.awaitGone(Duration.ofSeconds(20));
        }
    }

    @Test
    void aNodeThatTheSchedulerForgotRegistersAnew() {
        try (SchedulerLoop loop = loop()) {
            peer.awaitCalls(3);
            peer.known = false;
            patiently().until(() -> peer.registrations.size() >= 2);
            peer.known = true;
            int before = peer.heartbeats.size();
            patiently().until(() -> peer.heartbeats.size() >= before + 3);
        }
    }

    @Test
    void aHeartbeatThatIsNotAcknowledgedRegistersAnew() {
        try (SchedulerLoop loop = loop()) {
            peer.awaitCalls(2);
            peer.acknowledged = false;
            int before = peer.registrations.size();
            patiently().until(() -> peer.registrations.size() >= before + 2);
        }
    }

    @Test
    void aSchedulerThatRefusesTheNodeIsAskedAgainWithLongerAndLongerWaits() {
        peer.registered = RegisterNodeResponse.newBuilder()
                .setAccepted(false)
                .setReason("not in the mood")
                .build();
        long begun = System.nanoTime();
        try (SchedulerLoop loop = loop()) {
            patiently().until(() -> peer.registrations.size() >= 5);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(20 + 40 + 80 + 160));
        assertThat(peer.heartbeats).isEmpty();
    }

    @Test
    void aFirstHeartbeatThatFailsMakesNoStorm() {
        peer.known = false;
        long begun = System.nanoTime();
        try (SchedulerLoop loop = loop()) {
            peer.awaitCalls(8);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(20 + 40 + 80));
    }

    @Test
    void anOutageOfThirtySecondsIsSatOutAndEndsWithARegistration() throws Exception {
        try (SchedulerLoop loop = loop()) {
            peer.awaitCalls(3);
            peer.leave();
            int before = peer.calls.size();
            long away = System.nanoTime();
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(20))
                    .until(() ->
                            System.nanoTime() - away > Duration.ofMillis(600).toNanos());
            peer.comeBack();
            peer.awaitCalls(before + 3);
            assertThat(List.copyOf(peer.calls).subList(before, before + 3))
                    .containsExactly("register", "heartbeat", "heartbeat");
        }
    }

    @Test
    void drainIsHeededAndTakenBack() {
        peer.drain = true;
        try (SchedulerLoop loop = loop()) {
            patiently().until(draining::wanted);
            peer.drain = false;
            patiently().until(() -> !draining.wanted());
        }
    }

    @Test
    void aClosedLoopCallsNobody() {
        SchedulerLoop loop = loop();
        peer.awaitCalls(2);
        loop.close();
        int before = peer.calls.size();
        assertThat(List.copyOf(peer.calls)).hasSize(before);
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("hostler-scheduler-"));
    }

    @Test
    void waitsDoubleUpToTheLongest() {
        assertThat(List.of(1, 2, 3, 4, 5, 6, 60))
                .extracting(Pace.USUAL::afterFailures)
                .extracting(Duration::toSeconds)
                .containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
        assertThat(Pace.USUAL.interval(0)).isEqualTo(Duration.ofSeconds(10));
    }
}
