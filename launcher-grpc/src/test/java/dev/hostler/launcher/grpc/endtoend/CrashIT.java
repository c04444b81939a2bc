package dev.hostler.launcher.grpc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.launcher.grpc.proto.agent.ActualState;
import dev.hostler.launcher.grpc.proto.agent.ContainerSpec;
import dev.hostler.launcher.grpc.proto.agent.RestartPolicy;
import dev.hostler.launcher.grpc.proto.agent.WorkloadStatus;
import dev.hostler.launcher.grpc.proto.agent.WorkloadType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What survives: crashes of the agent, of containers, and of the state. */
class CrashIT {
    private static final String PREFIX = "grpc-crash-" + ProcessHandle.current().pid() + "-";
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
    }

    @Test
    void scenario10NothingThatWasAcceptedIsLostOrDoubledByKills() throws Exception {
        List<String> accepted = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            try (AgentRun agent = AgentRun.start(directory, OPEN).awaitServing();
                    Node node = Node.plain(agent.port())) {
                for (int i = 0; i < 2; i++) {
                    String id = PREFIX + round + "-" + i;
                    assertThat(node.apply(Node.wish(id, "rev-1", Node.sleeper(TestImage.NAME)))
                                    .getApplied())
                            .isTrue();
                    accepted.add(id);
                }
                agent.kill();
            }
        }
        try (AgentRun agent = AgentRun.start(directory, OPEN).awaitServing();
                Node node = Node.plain(agent.port())) {
            for (String id : accepted) {
                node.await(id, ActualState.ACTUAL_STATE_RUNNING);
                assertThat(Containers.labelled(id)).hasSize(1);
            }
            assertThat(node.list(WorkloadType.WORKLOAD_TYPE_UNSPECIFIED)).hasSameSizeAs(accepted);
            accepted.forEach(node::delete);
            accepted.forEach(node::awaitGone);
        }
    }

    @Test
    void scenario11WhatDriftsComesBackAndWhatCrashesIsGivenUpWithItsOutput() throws Exception {
        try (AgentRun agent = AgentRun.start(directory, OPEN).awaitServing();
                Node node = Node.plain(agent.port())) {
            String steady = PREFIX + "steady";
            node.apply(Node.wish(
                    steady,
                    "rev-1",
                    Node.sleeper(TestImage.NAME)
                            .setRestartPolicy(RestartPolicy.newBuilder().setPolicy("unless-stopped"))));
            node.await(steady, ActualState.ACTUAL_STATE_RUNNING);
            String first = Containers.id(steady);
            Commands.run("docker", "rm", "-f", steady);
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> isAnother(first, steady));
            node.await(steady, ActualState.ACTUAL_STATE_RUNNING);
            Commands.run("docker", "stop", "-t", "2", steady);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() ->
                            Containers.inspect(steady, "{{.State.Running}}").equals("true"));

            String crashing = PREFIX + "crashing";
            node.apply(Node.wish(
                    crashing,
                    "rev-1",
                    ContainerSpec.newBuilder()
                            .setImage(TestImage.NAME)
                            .addCommand("sh")
                            .addArgs("-c")
                            .addArgs("echo out; echo the reason >&2; exit 3")
                            .setRestartPolicy(RestartPolicy.newBuilder()
                                    .setPolicy("on-failure")
                                    .setMaxRetryCount(1))));
            WorkloadStatus status = Awaitility.await()
                    .atMost(Duration.ofSeconds(40))
                    .pollInterval(Duration.ofMillis(100))
                    .until(
                            () -> node.status(crashing),
                            now -> now.getMetadataMap().get("retry_terminal").equals("true")
                                    && now.getMetadataMap().containsKey("container.stderr"));
            assertThat(status.getActualState()).isEqualTo(ActualState.ACTUAL_STATE_FAILED);
            assertThat(status.getMetadataMap())
                    .containsEntry("container.exit_code", "3")
                    .containsEntry("failure_reason", "RUNTIME_ERROR");
            // The same container runs again, and its log goes on.
            assertThat(status.getMetadataMap().get("container.stderr")).matches("(the reason\n)+");
            assertThat(status.getMetadataMap().get("retry_terminal_reason")).contains("exited with code 3");
            for (String id : List.of(steady, crashing)) {
                node.delete(id);
                node.awaitGone(id);
            }
        }
    }

    private static boolean isAnother(String first, String name) throws Exception {
        String now = Containers.id(name);
        return !now.isEmpty() && !now.equals(first);
    }

    @Test
    void scenario11ALostStateDeletesNothingAndTheSameWishTakesOver() throws Exception {
        String id = PREFIX + "orphan";
        try (AgentRun agent = AgentRun.start(directory, OPEN).awaitServing();
                Node node = Node.plain(agent.port())) {
            node.apply(Node.wish(id, "rev-1", Node.sleeper(TestImage.NAME)));
            node.await(id, ActualState.ACTUAL_STATE_RUNNING);
        }
        String container = Containers.id(id);
        try (Stream<Path> files = Files.list(directory.resolve("state.db.d"))) {
            for (Path file : files.filter(path -> path.getFileName().toString().startsWith("state"))
                    .toList()) {
                Files.delete(file);
            }
        }
        try (AgentRun agent = AgentRun.start(directory, OPEN).awaitServing();
                Node node = Node.plain(agent.port())) {
            WorkloadStatus lost = node.await(id, ActualState.ACTUAL_STATE_FAILED);
            assertThat(lost.getRevisionId()).isEqualTo("rev-1");
            assertThat(Containers.id(id)).isEqualTo(container);
            node.apply(Node.wish(id, "rev-1", Node.sleeper(TestImage.NAME)));
            node.await(id, ActualState.ACTUAL_STATE_RUNNING);
            assertThat(Containers.id(id)).isEqualTo(container);
            node.delete(id);
            node.awaitGone(id);
        }
    }
}
