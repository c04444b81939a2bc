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
import dev.hostler.launcher.grpc.proto.agent.DiskConfig;
import dev.hostler.launcher.grpc.proto.agent.GetWorkloadStatusRequest;
import dev.hostler.launcher.grpc.proto.agent.HealthCheckRequest;
import dev.hostler.launcher.grpc.proto.agent.ListActionsRequest;
import dev.hostler.launcher.grpc.proto.agent.ListWorkloadsRequest;
import dev.hostler.launcher.grpc.proto.agent.ManagedVolumeSpec;
import dev.hostler.launcher.grpc.proto.agent.NetworkConfig;
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
                        "hostPath, disks.path) '/'",
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

    private static ApplyWorkloadRequest.Builder compose(String yaml) {
        return ApplyWorkloadRequest.newBuilder()
                .setId("a")
                .setRevisionId("r")
                .setSpec(WorkloadSpec.newBuilder()
                        .setCompose(ComposeSpec.newBuilder().setComposeYaml(yaml)));
    }

    private static ApplyWorkloadRequest.Builder vm(VMSpec.Builder spec) {
        return ApplyWorkloadRequest.newBuilder()
                .setId("a")
                .setRevisionId("r")
                .setSpec(WorkloadSpec.newBuilder().setVm(spec));
    }

    private static VMSpec.Builder machine() {
        return VMSpec.newBuilder().setVcpus(1).setMemoryMb(64);
    }

    private static VMSpec.Builder disk(DiskConfig.Builder disk) {
        return machine().addDisks(disk);
    }

    private static VMSpec.Builder userData(String text) {
        return machine().setCloudInitConfig(CloudInitConfig.newBuilder().setUserData(text));
    }

    static Stream<Arguments> wrongOfOtherTypes() {
        DiskConfig.Builder whole =
                DiskConfig.newBuilder().setDevice("vda").setSizeGb(1).setPath("/var/tmp/a");
        return Stream.of(
                Arguments.of("compose_yaml", compose("")),
                Arguments.of("file", compose("neither yaml nor base64")),
                Arguments.of("privileged", compose("services: {a: {image: b, privileged: true}}")),
                Arguments.of("docker.sock", compose("services: {a: {image: b, volumes: ['/run/docker.sock:/s']}}")),
                Arguments.of("type", compose("services: {a: {image: b}}").setType(WorkloadType.WORKLOAD_TYPE_VM)),
                Arguments.of("vcpus", vm(machine().setVcpus(0))),
                Arguments.of("memory_mb", vm(machine().setMemoryMb(-1))),
                Arguments.of("memory_mb", vm(machine().setMemoryMb(1L << 60))),
                Arguments.of("name", vm(machine().setName("two words"))),
                Arguments.of("disks.device", vm(disk(whole.clone().clearDevice()))),
                Arguments.of("disks.path", vm(disk(whole.clone().setPath("rbd:pool/image")))),
                Arguments.of("disks.size_gb", vm(disk(whole.clone().setSizeGb(-3)))),
                Arguments.of("disks.type", vm(disk(whole.clone().setType("floppy")))),
                Arguments.of("disks.format", vm(disk(whole.clone().setFormat("vmdk")))),
                Arguments.of("disks.sizeBytes", vm(disk(DiskConfig.newBuilder().setDevice("vda")))),
                Arguments.of("networks.network", vm(machine().addNetworks(NetworkConfig.getDefaultInstance()))),
                Arguments.of(
                        "networks.macAddress",
                        vm(machine()
                                .addNetworks(NetworkConfig.newBuilder()
                                        .setNetwork("default")
                                        .setMacAddress("none")))),
                Arguments.of(
                        "managedVolumes.driver",
                        vm(machine()
                                .addManagedVolumes(ManagedVolumeSpec.newBuilder()
                                        .setName("x")
                                        .setSizeGb(1)
                                        .setDriver("nfs")))),
                Arguments.of("cloudInit.userData", vm(userData("x ".repeat(1 << 19)))),
                Arguments.of("cloudInit.userData", vm(userData("#!/bin/sh\0"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"wrong", "wrongOfOtherTypes"})
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
    void typesThatTheNodeDoesNotServeAreRefusedInTheWordsThatSchedulersLookFor(@TempDir Path other) throws Exception {
        try (LocalNode few =
                        LocalNode.open(other, Map.of("PERSYS_COMPOSE_ENABLED", "false", "PERSYS_VM_ENABLED", "false"));
                Node caller = Node.plain(few.port())) {
            for (ApplyWorkloadRequest.Builder wish : List.of(compose("services: {a: {image: b}}"), vm(machine()))) {
                ApplyWorkloadResponse answer = caller.calls().applyWorkload(wish.build());
                assertThat(answer.getApplied()).isFalse();
                assertThat(answer.getMessage()).contains("runtime not available for type: ");
            }
            assertThat(few.agent().workloads(new Owner("grpc"))).isEmpty();
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
                        .listActions(ListActionsRequest.newBuilder()
                                .setWorkloadId("../x")
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
