package dev.hostler.launcher.grpc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.launcher.grpc.proto.agent.ActualState;
import dev.hostler.launcher.grpc.proto.agent.ApplyWorkloadRequest;
import dev.hostler.launcher.grpc.proto.agent.ApplyWorkloadResponse;
import dev.hostler.launcher.grpc.proto.agent.ComposeSpec;
import dev.hostler.launcher.grpc.proto.agent.DesiredState;
import dev.hostler.launcher.grpc.proto.agent.WorkloadSpec;
import dev.hostler.launcher.grpc.proto.agent.WorkloadType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The protocol's acceptance scenarios with Compose applications, on the host's Docker. */
class ComposeIT {
    private static final String PREFIX =
            "grpc-compose-" + ProcessHandle.current().pid() + "-";
    private static final String WAIT = "    command: [sh, -c, \"trap 'exit 0' TERM; while :; do sleep 1; done\"]\n";
    private static final String FILE = "name: another\nservices:\n  one:\n    image: " + TestImage.NAME + "\n" + WAIT
            + "    environment: [\"GREETING=${GREETING}\"]\n  two:\n    image: " + TestImage.NAME + "\n" + WAIT;
    private static final Map<String, String> OPEN =
            Map.of("PERSYS_TLS_ENABLED", "false", "PERSYS_RECONCILE_INTERVAL", "2s");

    @TempDir
    Path directory;

    @BeforeEach
    void requireImage() throws Exception {
        TestImage.require(directory);
    }

    @AfterEach
    void removeContainers() throws Exception {
        Containers.removeAll(PREFIX);
        for (String network : networks(PREFIX)) {
            Commands.run("docker", "network", "rm", network);
        }
    }

    private static List<String> containers(String id) throws Exception {
        return Commands.run("docker", "ps", "-q", "--filter", "label=com.docker.compose.project=" + id)
                .lines()
                .toList();
    }

    private static List<String> networks(String prefix) throws Exception {
        return Commands.run("docker", "network", "ls", "--format", "{{.Name}}")
                .lines()
                .filter(name -> name.startsWith(prefix))
                .toList();
    }

    private static ApplyWorkloadRequest wish(String id, String yaml) {
        return ApplyWorkloadRequest.newBuilder()
                .setId(id)
                .setType(WorkloadType.WORKLOAD_TYPE_COMPOSE)
                .setRevisionId("rev-1")
                .setDesiredState(DesiredState.DESIRED_STATE_RUNNING)
                .setSpec(WorkloadSpec.newBuilder()
                        .setCompose(ComposeSpec.newBuilder()
                                .setProjectName("ignored")
                                .setComposeYaml(yaml)
                                .putEnv("COMPOSE_PROJECT_NAME", "ignored")
                                .putEnv("GREETING", "hello")))
                .build();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void scenario08ComposeInBase64AndInlineComesToTheSame(boolean encoded) throws Exception {
        String id = PREFIX + "app";
        String yaml = encoded ? Base64.getEncoder().encodeToString(FILE.getBytes(StandardCharsets.UTF_8)) : FILE;
        try (AgentRun agent = AgentRun.start(directory, OPEN).awaitServing();
                Node node = Node.plain(agent.port())) {
            assertThat(node.apply(wish(id, yaml)).getMessage()).doesNotContain("failed");
            node.await(id, ActualState.ACTUAL_STATE_RUNNING);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> node.status(id).getMessage().contains("2/2"));
            assertThat(containers(id)).hasSize(2);
            String one = Commands.run(
                            "docker",
                            "ps",
                            "-q",
                            "--filter",
                            "label=com.docker.compose.project=" + id,
                            "--filter",
                            "label=com.docker.compose.service=one")
                    .strip();
            assertThat(Commands.run("docker", "exec", one, "sh", "-c", "echo $GREETING"))
                    .isEqualTo("hello\n");
            ApplyWorkloadResponse again = node.apply(wish(id, yaml));
            assertThat(again.getSkipped()).isTrue();
            assertThat(node.list(WorkloadType.WORKLOAD_TYPE_COMPOSE)).hasSize(1);

            assertThat(node.delete(id).getSuccess()).isTrue();
            node.awaitGone(id);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(40))
                    .until(() -> containers(id).isEmpty() && networks(id).isEmpty());
            assertThatThrownBy(() -> node.status(id)).hasMessageContaining("not found");
        }
    }

    @Test
    void scenarios10And11AnApplicationSurvivesAKillOfTheAgentAndTheLossOfAContainer() throws Exception {
        String id = PREFIX + "drifting";
        try (AgentRun agent = AgentRun.start(directory, OPEN).awaitServing();
                Node node = Node.plain(agent.port())) {
            assertThat(node.apply(wish(id, FILE)).getMessage()).doesNotContain("failed");
            agent.kill();
        }
        try (AgentRun agent = AgentRun.start(directory, OPEN).awaitServing();
                Node node = Node.plain(agent.port())) {
            node.await(id, ActualState.ACTUAL_STATE_RUNNING);
            List<String> first = containers(id);
            assertThat(first).hasSize(2);
            Commands.run("docker", "rm", "-f", first.get(0));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(40))
                    .until(() -> containers(id).size() == 2 && !containers(id).contains(first.get(0)));
            node.await(id, ActualState.ACTUAL_STATE_RUNNING);
            node.delete(id);
            node.awaitGone(id);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(40))
                    .until(() -> containers(id).isEmpty());
        }
    }
}
