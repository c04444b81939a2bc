package dev.hostler.launcher.grpc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.launcher.grpc.proto.agent.ActualState;
import dev.hostler.launcher.grpc.proto.agent.AgentAction;
import dev.hostler.launcher.grpc.proto.agent.ApplyWorkloadRequest;
import dev.hostler.launcher.grpc.proto.agent.ApplyWorkloadResponse;
import dev.hostler.launcher.grpc.proto.agent.ContainerSpec;
import dev.hostler.launcher.grpc.proto.agent.DesiredState;
import dev.hostler.launcher.grpc.proto.agent.HealthCheckRequest;
import dev.hostler.launcher.grpc.proto.agent.HealthCheckResponse;
import dev.hostler.launcher.grpc.proto.agent.ManagedVolumeSpec;
import dev.hostler.launcher.grpc.proto.agent.PortMapping;
import dev.hostler.launcher.grpc.proto.agent.ResourceLimits;
import dev.hostler.launcher.grpc.proto.agent.RestartPolicy;
import dev.hostler.launcher.grpc.proto.agent.WorkloadStatus;
import dev.hostler.launcher.grpc.proto.agent.WorkloadType;
import dev.hostler.launcher.grpc.tls.DevCertificates;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The protocol's acceptance scenarios with containers, by their numbers, over mutual TLS. */
class ScenariosIT {
    private static final String PREFIX = "grpc-it-" + ProcessHandle.current().pid() + "-";

    @TempDir
    static Path scratch;

    private static AgentRun agent;
    private static Node node;

    @BeforeAll
    static void start() throws Exception {
        TestImage.require(scratch);
        Path certificates = scratch.resolve("certs");
        DevCertificates.write(certificates, List.of());
        agent = AgentRun.start(scratch, variables(certificates)).awaitServing();
        node = Node.secure(agent.port(), certificates, "client");
    }

    private static Map<String, String> variables(Path certificates) {
        return Map.of(
                "PERSYS_TLS_CERT", certificates.resolve("agent.crt").toString(),
                "PERSYS_TLS_KEY", certificates.resolve("agent.key").toString(),
                "PERSYS_TLS_CA", certificates.resolve("ca.crt").toString(),
                "PERSYS_NODE_ID", "node-1");
    }

    @AfterEach
    void removeWorkloads() {
        List<String> ids = node.list(WorkloadType.WORKLOAD_TYPE_UNSPECIFIED).stream()
                .map(WorkloadStatus::getId)
                .toList();
        ids.forEach(node::delete);
        ids.forEach(node::awaitGone);
    }

    @AfterAll
    static void stop() throws Exception {
        try {
            if (node != null) {
                node.close();
            }
            if (agent != null) {
                agent.close();
            }
        } finally {
            Containers.removeAll(PREFIX);
        }
    }

    private static String id(String name) {
        return PREFIX + name;
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void scenario02HealthNamesAllThreeTypesAndDoesNotWait() {
        node.calls().healthCheck(HealthCheckRequest.getDefaultInstance());
        List<Duration> took = new ArrayList<>();
        // On a busy host an engine may be slow to answer, which is ill health for a moment.
        HealthCheckResponse health = Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> health(took), HealthCheckResponse::getHealthy);

        assertThat(health.getHealthy()).isTrue();
        assertThat(health.getVersion()).isEqualTo("dev");
        assertThat(health.getRuntimeStatusMap())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("container", "healthy", "compose", "healthy", "vm", "healthy"));
        assertThat(health.getMemoryUtilization()).isBetween(0.1, 100.0);
        assertThat(health.getDiskUtilization()).isBetween(0.1, 100.0);
        assertThat(took).allMatch(one -> one.compareTo(Duration.ofSeconds(10)) < 0);
    }

    private static HealthCheckResponse health(List<Duration> took) {
        long begun = System.nanoTime();
        HealthCheckResponse health = node.calls().healthCheck(HealthCheckRequest.getDefaultInstance());
        took.add(Duration.ofNanos(System.nanoTime() - begun));
        return health;
    }

    @Test
    void scenario03AContainerIsAppliedAndReachedAndKeptInHistory() throws Exception {
        String id = id("web");
        int port = freePort();
        ContainerSpec.Builder spec = ContainerSpec.newBuilder()
                .setImage(TestImage.NAME)
                .addCommand("sh")
                .addArgs("-c")
                .addArgs(
                        "trap 'exit 0' TERM; mkdir -p /www; echo hello > /www/index.html; httpd -f -p 80 -h /www & wait")
                .addPorts(PortMapping.newBuilder().setHostPort(port).setContainerPort(80))
                .setRestartPolicy(RestartPolicy.newBuilder().setPolicy("unless-stopped"))
                .putLabels("persys.managed", "no")
                .putLabels("team", "blue");
        long begun = System.nanoTime();
        ApplyWorkloadResponse answer = node.apply(Node.wish(id, "rev-1", spec));

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
        assertThat(answer.getApplied()).isTrue();
        assertThat(answer.getSkipped()).isFalse();
        assertThat(answer.getStatus().getId()).isEqualTo(id);
        assertThat(answer.getStatus().getActualState())
                .isIn(ActualState.ACTUAL_STATE_PENDING, ActualState.ACTUAL_STATE_RUNNING);
        assertThat(answer.getStatus().getMetadataMap()).containsKey("task_id");

        WorkloadStatus status = node.await(id, ActualState.ACTUAL_STATE_RUNNING);
        assertThat(status.getType()).isEqualTo(WorkloadType.WORKLOAD_TYPE_CONTAINER);
        assertThat(status.getRevisionId()).isEqualTo("rev-1");
        assertThat(status.getDesiredState()).isEqualTo(DesiredState.DESIRED_STATE_RUNNING);
        assertThat(status.getMetadataMap())
                .containsEntry("container.id", Containers.id(id).substring(0, 12))
                .containsEntry("container.state", "running")
                .containsEntry("container.image", TestImage.NAME)
                .containsEntry("retry_terminal", "false")
                .containsEntry("failure_reason", "")
                .containsKey("container.started_at");
        assertThat(Containers.inspect(id, "{{index .Config.Labels \"persys.managed\"}}"))
                .isEqualTo("true");
        assertThat(Containers.inspect(id, "{{index .Config.Labels \"persys.workload_id\"}}"))
                .isEqualTo(id);
        assertThat(Containers.inspect(id, "{{index .Config.Labels \"persys.revision_id\"}}"))
                .isEqualTo("rev-1");
        assertThat(Containers.inspect(id, "{{.Config.Labels.team}}")).isEqualTo("blue");
        assertThat(page(port)).isEqualTo("hello\n");
        List<AgentAction> actions = node.actions(id);
        assertThat(actions).hasSize(1);
        assertThat(actions.get(0).getActionType()).isEqualTo("apply_workload");
        assertThat(actions.get(0).getStatus()).isEqualTo("completed");
        assertThat(actions.get(0).getTaskId()).isEqualTo(answer.getStatus().getMetadataOrThrow("task_id"));
        assertThat(actions.get(0).getEndedAt()).isPositive();
        usageIsTold(id);
    }

    private static void usageIsTold(String id) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> {
                    assertThat(node.status(id).getUsage().getMemoryBytes()).isPositive();
                    assertThat(node.status(id).getUsage().getWorkloadId()).isEqualTo(id);
                });
    }

    private static String page(int port) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                .build();
        return Awaitility.await()
                .ignoreExceptions()
                .atMost(Duration.ofSeconds(10))
                .until(
                        () -> HttpClient.newHttpClient()
                                .send(request, BodyHandlers.ofString())
                                .body(),
                        body -> true);
    }

    @Test
    void scenario04ARetryCountWithUnlessStoppedRunsAllTheSame() throws Exception {
        String id = id("retries");
        ContainerSpec.Builder spec = Node.sleeper(TestImage.NAME)
                .putEnv("ENV_VAR", "value")
                .setResources(ResourceLimits.newBuilder()
                        .setCpuShares(1024)
                        .setMemoryBytes(512 << 20)
                        .setMemorySwapBytes(1L << 30))
                .setRestartPolicy(
                        RestartPolicy.newBuilder().setPolicy("unless-stopped").setMaxRetryCount(3));
        node.apply(Node.wish(id, "rev-1", spec));

        node.await(id, ActualState.ACTUAL_STATE_RUNNING);
        assertThat(Containers.inspect(id, "{{.HostConfig.CpuShares}} {{.HostConfig.Memory}}"))
                .isEqualTo("1024 536870912");
    }

    @Test
    void scenario05TheSameAgainIsSkippedAndTwentyAtOnceMakeOne() throws Exception {
        String id = id("same");
        ApplyWorkloadRequest wish = Node.wish(id, "rev-1", Node.sleeper(TestImage.NAME));
        ExecutorService callers = Executors.newFixedThreadPool(20);
        List<ApplyWorkloadResponse> answers = new ArrayList<>();
        try {
            List<Future<ApplyWorkloadResponse>> calls = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                calls.add(callers.submit(() -> node.apply(wish)));
            }
            for (Future<ApplyWorkloadResponse> call : calls) {
                answers.add(call.get());
            }
        } finally {
            callers.shutdownNow();
        }
        assertThat(answers).allMatch(ApplyWorkloadResponse::getApplied);
        assertThat(answers).filteredOn(answer -> !answer.getSkipped()).hasSize(1);
        node.await(id, ActualState.ACTUAL_STATE_RUNNING);
        String container = Containers.id(id);

        ApplyWorkloadResponse again = node.apply(wish);
        assertThat(again.getApplied()).isTrue();
        assertThat(again.getSkipped()).isTrue();
        assertThat(again.getStatus().getActualState()).isEqualTo(ActualState.ACTUAL_STATE_RUNNING);
        assertThat(Containers.id(id)).isEqualTo(container);
        assertThat(Containers.labelled(id)).hasSize(1);
        assertThat(node.actions(id)).hasSize(1);

        ApplyWorkloadResponse other = node.apply(Node.wish(id, "rev-1", Node.sleeper(TestImage.OTHER)));
        assertThat(other.getSkipped()).isTrue();
        assertThat(other.getMessage()).contains("rev-1").contains("another spec");
        assertThat(Containers.id(id)).isEqualTo(container);
    }

    @Test
    void scenario06ANewRevisionReplacesOnceAndAMissingImageFailsAndDataSurvives() throws Exception {
        String id = id("update");
        ManagedVolumeSpec data = ManagedVolumeSpec.newBuilder()
                .setName("data")
                .setMountPath("/data")
                .build();
        node.apply(Node.wish(id, "rev-1", Node.sleeper(TestImage.NAME).addManagedVolumes(data)));
        node.await(id, ActualState.ACTUAL_STATE_RUNNING);
        Commands.run("docker", "exec", id, "sh", "-c", "echo kept > /data/file");

        node.apply(Node.wish(id, "rev-2", Node.sleeper(TestImage.OTHER).addManagedVolumes(data)));
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> {
                    assertThat(node.status(id).getActualState()).isEqualTo(ActualState.ACTUAL_STATE_RUNNING);
                    assertThat(node.status(id).getMetadataMap()).containsEntry("container.image", TestImage.OTHER);
                });
        assertThat(node.status(id).getRevisionId()).isEqualTo("rev-2");
        assertThat(Containers.labelled(id)).hasSize(1);
        assertThat(Commands.run("docker", "exec", id, "cat", "/data/file")).isEqualTo("kept\n");

        node.apply(
                Node.wish(id, "rev-3", Node.sleeper("127.0.0.1:1/none/such:1").addManagedVolumes(data)));
        WorkloadStatus failed = node.await(id, ActualState.ACTUAL_STATE_FAILED);
        assertThat(failed.getRevisionId()).isEqualTo("rev-3");
        assertThat(failed.getMessage()).contains("127.0.0.1:1/none/such:1");
        assertThat(failed.getMetadataMap().get("failure_reason")).isIn("IMAGE_PULL_TIMEOUT", "INVALID_IMAGE");
        assertThat(failed.getMetadataMap()).containsEntry("last_error", failed.getMessage());
        assertThat(Commands.run("docker", "exec", id, "cat", "/data/file")).isEqualTo("kept\n");
    }

    @Test
    void scenario07StopAndStartKeepTheContainer() throws Exception {
        String id = id("stopped");
        ApplyWorkloadRequest run = Node.wish(id, "rev-1", Node.sleeper(TestImage.NAME));
        node.apply(run);
        node.await(id, ActualState.ACTUAL_STATE_RUNNING);
        String container = Containers.id(id);

        node.apply(run.toBuilder()
                .setDesiredState(DesiredState.DESIRED_STATE_STOPPED)
                .build());
        WorkloadStatus stopped = node.await(id, ActualState.ACTUAL_STATE_STOPPED);
        assertThat(stopped.getDesiredState()).isEqualTo(DesiredState.DESIRED_STATE_STOPPED);
        assertThat(Containers.inspect(id, "{{.State.Status}}")).isEqualTo("exited");

        node.apply(run);
        node.await(id, ActualState.ACTUAL_STATE_RUNNING);
        assertThat(Containers.id(id)).isEqualTo(container);
    }

    @Test
    void scenario12UnknownIdsAreNotFoundAndDeletesRepeat() {
        assertThatThrownBy(() -> node.status(id("nobody"))).hasMessageContaining("not found");
        assertThat(node.delete(id("nobody")).getSuccess()).isTrue();
        assertThat(node.delete(id("nobody")).getSuccess()).isTrue();

        String id = id("short");
        node.apply(Node.wish(id, "rev-1", Node.sleeper(TestImage.NAME)));
        assertThat(node.list(WorkloadType.WORKLOAD_TYPE_CONTAINER)).hasSize(1);
        assertThat(node.list(WorkloadType.WORKLOAD_TYPE_UNSPECIFIED)).hasSize(1);
        assertThat(node.list(WorkloadType.WORKLOAD_TYPE_VM)).isEmpty();
        assertThat(node.list(WorkloadType.WORKLOAD_TYPE_COMPOSE)).isEmpty();
        assertThat(node.delete(id).getSuccess()).isTrue();
        assertThatThrownBy(() -> node.status(id)).hasMessageContaining("not found");
        for (int i = 0; i < 50; i++) {
            assertThat(node.list(WorkloadType.WORKLOAD_TYPE_UNSPECIFIED)).isEmpty();
        }
        node.awaitGone(id);
        assertThat(node.actions(id)).extracting(AgentAction::getActionType).contains("delete_workload");
    }
}
