package dev.hostler.launcher.grpc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.launcher.grpc.proto.agent.ActualState;
import dev.hostler.launcher.grpc.proto.agent.ContainerSpec;
import dev.hostler.launcher.grpc.proto.agent.HealthCheckRequest;
import dev.hostler.launcher.grpc.proto.agent.WorkloadStatus;
import dev.hostler.launcher.grpc.proto.agent.WorkloadType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many workloads, and one that prints too much: 200 and 100 MB with HOSTLER_FAULTS, a few and 5 MB without. */
class ScaleIT {
    private static final String PREFIX = "grpc-scale-" + ProcessHandle.current().pid() + "-";
    private static final boolean LONG = "true".equals(System.getenv("HOSTLER_FAULTS"));
    private static final Map<String, String> OPEN = Map.of("PERSYS_TLS_ENABLED", "false");

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
    void scenario14ListAndHealthStayQuickWithManyContainers() throws Exception {
        int count = LONG ? 200 : 8;
        try (AgentRun agent = AgentRun.start(directory, OPEN).awaitServing();
                Node node = Node.plain(agent.port())) {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                ids.add(PREFIX + i);
                node.apply(Node.wish(PREFIX + i, "rev-1", Node.sleeper(TestImage.NAME)));
            }
            Awaitility.await()
                    .atMost(Duration.ofMinutes(5))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> node.list(WorkloadType.WORKLOAD_TYPE_CONTAINER).stream()
                            .allMatch(status -> status.getActualState() == ActualState.ACTUAL_STATE_RUNNING));
            long begun = System.nanoTime();
            assertThat(node.list(WorkloadType.WORKLOAD_TYPE_UNSPECIFIED)).hasSize(count);
            node.calls().healthCheck(HealthCheckRequest.getDefaultInstance());
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
            ids.forEach(node::delete);
            ids.forEach(node::awaitGone);
        }
    }

    @Test
    void scenario14MuchOnStandardErrorMakesNoLargeStatus() throws Exception {
        int megabytes = LONG ? 100 : 5;
        String id = PREFIX + "loud";
        try (AgentRun agent = AgentRun.start(directory, OPEN).awaitServing();
                Node node = Node.plain(agent.port())) {
            node.apply(Node.wish(
                    id,
                    "rev-1",
                    ContainerSpec.newBuilder()
                            .setImage(TestImage.NAME)
                            .addCommand("sh")
                            .addArgs("-c")
                            .addArgs("yes " + "long ".repeat(20) + "| head -c " + megabytes
                                    + "000000 >&2; echo last >&2; exit 1")));
            WorkloadStatus status = Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> node.status(id), now -> now.containsMetadata("container.stderr"));
            assertThat(status.getMetadataOrThrow("container.stderr"))
                    .endsWith("last\n")
                    .hasSizeLessThanOrEqualTo(4_096);
            assertThat(status.getSerializedSize()).isLessThan(16_384);
            node.delete(id);
            node.awaitGone(id);
        }
    }
}
