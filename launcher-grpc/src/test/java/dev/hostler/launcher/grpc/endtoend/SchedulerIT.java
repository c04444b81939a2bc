package dev.hostler.launcher.grpc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.launcher.grpc.proto.agent.ActualState;
import dev.hostler.launcher.grpc.proto.agent.ApplyWorkloadResponse;
import dev.hostler.launcher.grpc.proto.agent.DesiredState;
import dev.hostler.launcher.grpc.proto.control.AgentControlGrpc;
import dev.hostler.launcher.grpc.proto.control.HeartbeatRequest;
import dev.hostler.launcher.grpc.proto.control.HeartbeatResponse;
import dev.hostler.launcher.grpc.proto.control.RegisterNodeRequest;
import dev.hostler.launcher.grpc.proto.control.RegisterNodeResponse;
import dev.hostler.launcher.grpc.tls.DevCertificates;
import io.grpc.Grpc;
import io.grpc.Server;
import io.grpc.TlsServerCredentials;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real program and a scheduler, both with certificates. */
class SchedulerIT {
    private static final String PREFIX = "grpc-sched-" + ProcessHandle.current().pid() + "-";

    @TempDir
    Path directory;

    private final Peer peer = new Peer();
    private Path certificates;
    private Server server;

    /** A scheduler that accepts everybody. */
    private static final class Peer extends AgentControlGrpc.AgentControlImplBase {
        private final List<RegisterNodeRequest> registrations = new CopyOnWriteArrayList<>();
        private final List<HeartbeatRequest> heartbeats = new CopyOnWriteArrayList<>();
        private volatile boolean drain;

        @Override
        public void registerNode(RegisterNodeRequest request, StreamObserver<RegisterNodeResponse> node) {
            registrations.add(request);
            node.onNext(RegisterNodeResponse.newBuilder()
                    .setAccepted(true)
                    .setHeartbeatIntervalSeconds(1)
                    .build());
            node.onCompleted();
        }

        @Override
        public void heartbeat(HeartbeatRequest request, StreamObserver<HeartbeatResponse> node) {
            heartbeats.add(request);
            node.onNext(HeartbeatResponse.newBuilder()
                    .setAcknowledged(true)
                    .setDrainNode(drain)
                    .build());
            node.onCompleted();
        }
    }

    @BeforeEach
    void startScheduler() throws Exception {
        TestImage.require(directory);
        certificates = directory.resolve("certs");
        DevCertificates.write(certificates, List.of());
        server = Grpc.newServerBuilderForPort(
                        0,
                        TlsServerCredentials.newBuilder()
                                .keyManager(
                                        certificates.resolve("agent.crt").toFile(),
                                        certificates.resolve("agent.key").toFile())
                                .trustManager(certificates.resolve("ca.crt").toFile())
                                .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE)
                                .build())
                .addService(peer)
                .build()
                .start();
    }

    @AfterEach
    void stop() throws Exception {
        server.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
        Containers.removeAll(PREFIX);
    }

    private Map<String, String> variables() {
        Map<String, String> all = new HashMap<>(Map.of(
                "PERSYS_TLS_CERT", certificates.resolve("agent.crt").toString(),
                "PERSYS_TLS_KEY", certificates.resolve("agent.key").toString(),
                "PERSYS_TLS_CA", certificates.resolve("ca.crt").toString(),
                "PERSYS_NODE_ID", "node-9",
                "PERSYS_NODE_LABELS", "disk=ssd"));
        all.put("PERSYS_SCHEDULER_ADDR", "127.0.0.1:" + server.getPort());
        return all;
    }

    @Test
    void scenario15TheNodeRegistersTellsItsWorkloadsAndHeedsADrain() throws Exception {
        String id = PREFIX + "a";
        try (AgentRun agent = AgentRun.start(directory, variables()).awaitServing();
                Node node = Node.secure(agent.port(), certificates, "client")) {
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !peer.heartbeats.isEmpty());
            RegisterNodeRequest told = peer.registrations.get(0);
            assertThat(told.getNodeId()).isEqualTo("node-9");
            assertThat(told.getGrpcEndpoint()).isEqualTo("127.0.0.1:" + agent.port());
            assertThat(told.getCapabilities().getSupportedWorkloadTypesList()).contains("container");
            assertThat(told.getLabelsMap()).containsEntry("disk", "ssd").containsEntry("os", "linux");
            node.apply(Node.wish(id, "rev-1", Node.sleeper(TestImage.NAME)));
            node.await(id, ActualState.ACTUAL_STATE_RUNNING);
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> tells(id, "Running"));

            peer.drain = true;
            agent.awaitOutput("The scheduler drains this node");
            ApplyWorkloadResponse refused = node.apply(Node.wish(PREFIX + "b", "rev-1", Node.sleeper(TestImage.NAME)));
            assertThat(refused.getApplied()).isFalse();
            assertThat(refused.getMessage()).contains("drains this node");
            assertThat(node.apply(Node.wish(id, "rev-1", Node.sleeper(TestImage.NAME)).toBuilder()
                                    .setDesiredState(DesiredState.DESIRED_STATE_STOPPED)
                                    .build())
                            .getApplied())
                    .isTrue();
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> tells(id, "Stopped"));
            node.delete(id);
            node.awaitGone(id);
        }
    }

    private boolean tells(String id, String state) {
        return peer.heartbeats.get(peer.heartbeats.size() - 1).getWorkloadStatusesList().stream()
                .anyMatch(status ->
                        status.getWorkloadId().equals(id) && status.getState().equals(state));
    }

    @Test
    void scenario15StandaloneCallsNobody() throws Exception {
        try (AgentRun agent =
                        AgentRun.start(directory, variables(), "--standalone").awaitServing();
                Node node = Node.secure(agent.port(), certificates, "client")) {
            Awaitility.await()
                    .during(Duration.ofSeconds(2))
                    .atMost(Duration.ofSeconds(10))
                    .until(peer.registrations::isEmpty);
            assertThat(node.delete("nobody").getSuccess()).isTrue();
        }
    }
}
