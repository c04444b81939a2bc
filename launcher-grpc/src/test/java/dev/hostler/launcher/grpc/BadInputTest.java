package dev.hostler.launcher.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.util.concurrent.ListenableFuture;
import dev.hostler.api.identity.Owner;
import dev.hostler.launcher.grpc.endtoend.Node;
import dev.hostler.launcher.grpc.proto.agent.AgentServiceGrpc;
import dev.hostler.launcher.grpc.proto.agent.ApplyWorkloadRequest;
import dev.hostler.launcher.grpc.proto.agent.ApplyWorkloadResponse;
import dev.hostler.launcher.grpc.proto.agent.CloudInitConfig;
import dev.hostler.launcher.grpc.proto.agent.ComposeSpec;
import dev.hostler.launcher.grpc.proto.agent.ContainerSpec;
import dev.hostler.launcher.grpc.proto.agent.DeleteWorkloadRequest;
import dev.hostler.launcher.grpc.proto.agent.GetWorkloadStatusRequest;
import dev.hostler.launcher.grpc.proto.agent.HealthCheckRequest;
import dev.hostler.launcher.grpc.proto.agent.ListWorkloadsRequest;
import dev.hostler.launcher.grpc.proto.agent.ManagedVolumeSpec;
import dev.hostler.launcher.grpc.proto.agent.PortMapping;
import dev.hostler.launcher.grpc.proto.agent.ResourceLimits;
import dev.hostler.launcher.grpc.proto.agent.RestartPolicy;
import dev.hostler.launcher.grpc.proto.agent.VMSpec;
import dev.hostler.launcher.grpc.proto.agent.VolumeMount;
import dev.hostler.launcher.grpc.proto.agent.WorkloadSpec;
import dev.hostler.launcher.grpc.proto.agent.WorkloadType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong is refused up front with the field's name, and nothing is stored. */
class BadInputTest {
    @TempDir
    static Path scratch;

    private static LocalNode node;
    private static Node client;

    @BeforeAll
    static void start() {
        node = LocalNode.open(scratch, Map.of());
        client = Node.plain(node.port());
    }

    @AfterAll
    static void stop() throws Exception {
        client.close();
        node.close();
    }

    @AfterEach
    void nothingIsStored() {
        assertThat(node.agent().workloads(new Owner("grpc"))).isEmpty();
        assertThat(node.agent().actions(new Owner("grpc"))).isEmpty();
    }

    private static ContainerSpec.Builder image() {
        return ContainerSpec.newBuilder().setImage("busybox:1");
    }

    private static ApplyWorkloadRequest.Builder wish(ContainerSpec.Builder spec) {
        return ApplyWorkloadRequest.newBuilder()
                .setId("a")
                .setRevisionId("r")
                .setSpec(WorkloadSpec.newBuilder().setContainer(spec));
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of("workload id", wish(image()).setId("../../etc")),
                Arguments.of("workload id", wish(image()).setId("")),
                Arguments.of("workload id", wish(image()).setId("a/b")),
                Arguments.of("workload id", wish(image()).setId("x".repeat(129))),
                Arguments.of("revision", wish(image()).setRevisionId("two words")),
                Arguments.of("type", wish(image()).setType(WorkloadType.WORKLOAD_TYPE_VM)),
                Arguments.of("type", wish(image()).setTypeValue(77)),
                Arguments.of("desired_state", wish(image()).setDesiredStateValue(9)),
                Arguments.of(
                        "spec must contain", ApplyWorkloadRequest.newBuilder().setId("a")),
                Arguments.of("spec must contain", wish(image()).setSpec(WorkloadSpec.getDefaultInstance())),
                Arguments.of("image", wish(ContainerSpec.newBuilder())),
                Arguments.of("env", wish(image().putEnv("A B", "x"))),
                Arguments.of(
                        "hostPath '/'",
                        wish(image().addVolumes(VolumeMount.newBuilder()
                                .setHostPath("/")
                                .setContainerPath("/x")))),
                Arguments.of(
                        "docker.sock",
                        wish(image().addVolumes(VolumeMount.newBuilder()
                                .setHostPath("/var/run/docker.sock")
                                .setContainerPath("/x")))),
                Arguments.of(
                        "volumes.hostPath",
                        wish(image().addVolumes(VolumeMount.newBuilder()
                                .setHostPath("relative")
                                .setContainerPath("/x")))),
                Arguments.of(
                        "ports.hostPort",
                        wish(image().addPorts(PortMapping.newBuilder()
                                .setHostPort(70000)
                                .setContainerPort(80)))),
                Arguments.of(
                        "ports.containerPort",
                        wish(image().addPorts(PortMapping.newBuilder().setHostPort(1)))),
                Arguments.of(
                        "ports.protocol",
                        wish(image().addPorts(PortMapping.newBuilder()
                                .setContainerPort(1)
                                .setProtocol("sctp")))),
                Arguments.of(
                        "cpu_shares",
                        wish(image().setResources(ResourceLimits.newBuilder().setCpuShares(1L << 40)))),
                Arguments.of(
                        "memoryBytes",
                        wish(image().setResources(ResourceLimits.newBuilder().setMemoryBytes(-5)))),
                Arguments.of(
                        "restart_policy",
                        wish(image().setRestartPolicy(RestartPolicy.newBuilder().setPolicy("sometimes")))),
                Arguments.of(
                        "retries",
                        wish(image().setRestartPolicy(RestartPolicy.newBuilder()
                                .setPolicy("always")
                                .setMaxRetryCount(-1)))),
                Arguments.of(
                        "managedVolumes.name",
                        wish(image().addManagedVolumes(ManagedVolumeSpec.newBuilder()
                                .setName("../x")
                                .setMountPath("/d")))),
                Arguments.of(
                        "managedVolumes.driver",
                        wish(image().addManagedVolumes(ManagedVolumeSpec.newBuilder()
                                .setName("x")
                                .setDriver("nfs")
                                .setMountPath("/d")))),
                Arguments.of(
                        "retain_policy",
                        wish(image().addManagedVolumes(ManagedVolumeSpec.newBuilder()
                                .setName("x")
                                .setRetainPolicy("maybe")
                                .setMountPath("/d")))),
                Arguments.of("labels", wish(image().putLabels("dev.hostler.agent", "x"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void aWishThatIsWrongIsRefusedByItsField(String field, ApplyWorkloadRequest.Builder wish) {
        ApplyWorkloadResponse answer = client.calls().applyWorkload(wish.build());
        assertThat(answer.getApplied()).isFalse();
        assertThat(answer.getSkipped()).isFalse();
        assertThat(answer.hasStatus()).isFalse();
        assertThat(answer.getMessage())
                .contains(field)
                .doesNotContain("runtime not available")
                .matches("(?s)failed to apply workload: \\[INVALID_SPECIFICATION] Cannot .+: .+; .+");
    }

    @Test
    void typesThatTheNodeDoesNotServeAreRefusedInTheWordsThatSchedulersLookFor() {
        WorkloadSpec compose = WorkloadSpec.newBuilder()
                .setCompose(ComposeSpec.newBuilder().setComposeYaml("services: {a: {image: b, privileged: true}}"))
                .build();
        WorkloadSpec vm = WorkloadSpec.newBuilder()
                .setVm(VMSpec.newBuilder()
                        .setCloudInitConfig(CloudInitConfig.newBuilder().setUserData("x".repeat(1 << 20))))
                .build();
        for (WorkloadSpec spec : List.of(compose, vm)) {
            ApplyWorkloadResponse answer = client.calls()
                    .applyWorkload(ApplyWorkloadRequest.newBuilder()
                            .setId("a")
                            .setRevisionId("r")
                            .setSpec(spec)
                            .build());
            assertThat(answer.getApplied()).isFalse();
            assertThat(answer.getMessage()).contains("runtime not available for type: ");
        }
    }

    @Test
    void otherCallsRefuseWhatIsWrongToo() {
        assertThat(client.calls()
                        .deleteWorkload(
                                DeleteWorkloadRequest.newBuilder().setId("../x").build())
                        .getSuccess())
                .isFalse();
        assertThatThrownBy(() -> client.calls()
                        .getWorkloadStatus(GetWorkloadStatusRequest.newBuilder()
                                .setId("../x")
                                .build()))
                .hasMessageContaining("INVALID_ARGUMENT");
        assertThatThrownBy(() -> client.calls()
                        .listWorkloads(ListWorkloadsRequest.newBuilder()
                                .setTypeValue(42)
                                .build()))
                .hasMessageContaining("INVALID_ARGUMENT");
    }

    @Test
    void aMessageOfFiveMebibytesIsRefusedAndTheConnectionGoesOn() {
        ApplyWorkloadRequest large =
                wish(image().putLabels("large", "x".repeat(5 << 20))).build();
        assertThatThrownBy(() -> client.calls().applyWorkload(large))
                .isInstanceOf(StatusRuntimeException.class)
                .extracting(e -> ((StatusRuntimeException) e).getStatus().getCode())
                .isIn(Status.Code.RESOURCE_EXHAUSTED, Status.Code.CANCELLED);
        assertThat(client.calls()
                        .healthCheck(HealthCheckRequest.getDefaultInstance())
                        .getVersion())
                .isEqualTo("dev");
    }

    @Test
    void callsThatAreCancelledLeaveTheNodeWell() {
        AgentServiceGrpc.AgentServiceFutureStub calls = AgentServiceGrpc.newFutureStub(client.channel());
        List<ListenableFuture<?>> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            all.add(calls.healthCheck(HealthCheckRequest.getDefaultInstance()));
        }
        all.forEach(call -> call.cancel(true));
        assertThat(client.calls()
                        .healthCheck(HealthCheckRequest.getDefaultInstance())
                        .getVersion())
                .isEqualTo("dev");
    }

    @Test
    void aThousandIdleConnectionsHinderNobody() throws Exception {
        List<Socket> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 1_000; i++) {
                idle.add(new Socket("127.0.0.1", node.port()));
            }
            try (Node late = Node.plain(node.port())) {
                assertThat(late.calls()
                                .healthCheck(HealthCheckRequest.getDefaultInstance())
                                .getVersion())
                        .isEqualTo("dev");
            }
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }

    @Test
    void bytesThatAreNoCallHinderNobody() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", node.port())) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            assertThat(client.calls()
                            .healthCheck(HealthCheckRequest.getDefaultInstance())
                            .getVersion())
                    .isEqualTo("dev");
        }
    }
}
