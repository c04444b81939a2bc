package dev.hostler.launcher.grpc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.launcher.grpc.proto.agent.ActualState;
import dev.hostler.launcher.grpc.proto.agent.ApplyWorkloadRequest;
import dev.hostler.launcher.grpc.proto.agent.DesiredState;
import dev.hostler.launcher.grpc.proto.agent.DiskConfig;
import dev.hostler.launcher.grpc.proto.agent.NetworkConfig;
import dev.hostler.launcher.grpc.proto.agent.VMSpec;
import dev.hostler.launcher.grpc.proto.agent.WorkloadSpec;
import dev.hostler.launcher.grpc.proto.agent.WorkloadStatus;
import dev.hostler.launcher.grpc.proto.agent.WorkloadType;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The protocol's acceptance scenarios with virtual machines, on the host's libvirt. */
class MachinesIT {
    private static final String PREFIX = "grpc-vm-" + ProcessHandle.current().pid() + "-";
    private static final String SET_UP = "#!/bin/sh\necho set up >/www/told\n";
    private static final int LABEL = 32808;
    private static final Map<String, String> OPEN =
            Map.of("PERSYS_TLS_ENABLED", "false", "PERSYS_RECONCILE_INTERVAL", "2s");

    @TempDir
    Path directory;

    private Machines machines;

    @BeforeEach
    void start() throws Exception {
        machines = Machines.require();
    }

    @AfterEach
    void stop() throws Exception {
        machines.close(PREFIX);
    }

    private ApplyWorkloadRequest wish(String id, String cloudInit) throws Exception {
        VMSpec.Builder spec = VMSpec.newBuilder()
                .setName("guest")
                .setVcpus(1)
                .setMemoryMb(192)
                .addDisks(DiskConfig.newBuilder()
                        .setDevice("vda")
                        .setPath(machines.disk(id + ".qcow2").toString())
                        .setFormat("qcow2")
                        .setType("disk")
                        .setBoot(true))
                .addDisks(DiskConfig.newBuilder()
                        .setDevice("vdb")
                        .setPath(machines.place(id + "-data.qcow2").toString())
                        .setSizeGb(1))
                .addNetworks(NetworkConfig.newBuilder().setNetwork(machines.network()))
                .setCloudInit(cloudInit);
        return ApplyWorkloadRequest.newBuilder()
                .setId(id)
                .setType(WorkloadType.WORKLOAD_TYPE_VM)
                .setRevisionId("rev-1")
                .setDesiredState(DesiredState.DESIRED_STATE_RUNNING)
                .setSpec(WorkloadSpec.newBuilder().setVm(spec))
                .build();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void scenario09AMachineSetsItselfUpByItsSeedAndIsReached(boolean encoded) throws Exception {
        String id = PREFIX + "seeded";
        String text = encoded ? Base64.getEncoder().encodeToString(SET_UP.getBytes(StandardCharsets.UTF_8)) : SET_UP;
        try (AgentRun agent = AgentRun.start(directory, OPEN).awaitServing();
                Node node = Node.plain(agent.port())) {
            assertThat(node.apply(wish(id, text)).getMessage()).doesNotContain("failed");
            WorkloadStatus running = node.await(id, ActualState.ACTUAL_STATE_RUNNING);
            assertThat(running.getType()).isEqualTo(WorkloadType.WORKLOAD_TYPE_VM);
            assertThat(running.getMetadataMap())
                    .containsEntry("vm.domain_state", "running")
                    .containsEntry("vm.domain", id);
            Path seed = Path.of(running.getMetadataOrThrow("vm.cloud_init_seed_path"));
            String image = Files.readString(seed, StandardCharsets.ISO_8859_1);
            assertThat(image.substring(LABEL)).startsWith("cidata");
            assertThat(image).contains("user-data", "meta-data", SET_UP);
            assertThat(running.getMetadataMap())
                    .containsEntry("vm.cloud_init_seed_size_bytes", String.valueOf(Files.size(seed)))
                    .containsEntry("vm.cloud_init_seed_checksum", checksum(seed))
                    .containsEntry(
                            "vm.cloud_init_seed_prepared_at",
                            Files.getLastModifiedTime(seed).toInstant().toString());
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> node.status(id).getMetadataMap().containsKey("vm.primary_ip"));
            assertThat(page(node.status(id).getMetadataOrThrow("vm.primary_ip")))
                    .isEqualTo("set up\n");
            assertThat(node.list(WorkloadType.WORKLOAD_TYPE_VM)).hasSize(1);
            assertThat(machines.place(id + "-data.qcow2")).exists();

            assertThat(node.delete(id).getSuccess()).isTrue();
            node.awaitGone(id);
            awaitNone(id);
            assertThatThrownBy(() -> node.status(id)).hasMessageContaining("not found");
            assertThat(seed).doesNotExist();
            assertThat(machines.place(id + "-data.qcow2")).doesNotExist();
            assertThat(machines.place(id + ".qcow2")).exists();
        }
    }

    private static String checksum(Path file) throws Exception {
        return Commands.run("sha256sum", file.toString()).split(" ", 2)[0];
    }

    private static String page(String host) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://" + host + "/told")).build();
        return Awaitility.await()
                .ignoreExceptions()
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> HttpClient.newHttpClient().send(request, BodyHandlers.ofString()),
                        answer -> answer.statusCode() == 200)
                .body();
    }

    private static void awaitNone(String id) {
        Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> Machines.count(id) == 0);
    }

    @Test
    void scenarios10And11AMachineOutlivesAKillOfTheAgentAndComesBackAfterItsOwn() throws Exception {
        String id = PREFIX + "drifting";
        try (AgentRun agent = AgentRun.start(directory, OPEN).awaitServing();
                Node node = Node.plain(agent.port())) {
            assertThat(node.apply(wish(id, SET_UP)).getMessage()).doesNotContain("failed");
            agent.kill();
        }
        try (AgentRun agent = AgentRun.start(directory, OPEN).awaitServing();
                Node node = Node.plain(agent.port())) {
            String domain = node.await(id, ActualState.ACTUAL_STATE_RUNNING).getMetadataOrThrow("vm.domain");
            assertThat(Machines.count(id)).isEqualTo(1);
            Machines.kill(domain);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(40))
                    .until(() -> Machines.state(domain).equals("running"));
            node.await(id, ActualState.ACTUAL_STATE_RUNNING);
            assertThat(Machines.count(id)).isEqualTo(1);
            node.delete(id);
            node.awaitGone(id);
            awaitNone(id);
        }
    }
}
