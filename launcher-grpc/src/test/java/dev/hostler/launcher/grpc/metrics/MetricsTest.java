package dev.hostler.launcher.grpc.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.launcher.grpc.LocalNode;
import dev.hostler.launcher.grpc.endtoend.Node;
import dev.hostler.launcher.grpc.proto.agent.ApplyWorkloadRequest;
import dev.hostler.launcher.grpc.proto.agent.DeleteWorkloadRequest;
import dev.hostler.launcher.grpc.proto.agent.HealthCheckRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {
    @TempDir
    Path directory;

    private static HttpResponse<String> ask(LocalNode node, String method, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.metricsPort() + path))
                                .method(method, HttpRequest.BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.ofString());
    }

    @Test
    void theNumbersHaveTheNamesThatDashboardsAskFor() throws Exception {
        try (LocalNode node = LocalNode.open(directory, Map.of());
                Node client = Node.plain(node.port())) {
            client.calls().healthCheck(HealthCheckRequest.getDefaultInstance());
            client.calls()
                    .applyWorkload(
                            ApplyWorkloadRequest.newBuilder().setId("../x").build());
            client.calls()
                    .deleteWorkload(
                            DeleteWorkloadRequest.newBuilder().setId("x").build());
            String text = ask(node, "GET", "/metrics").body();
            assertThat(text)
                    .contains("persys_agent_workload_count{state=\"running\",type=\"container\"} 0.0")
                    .contains("persys_agent_workload_created_total 0.0")
                    .contains("persys_agent_workload_deleted_total 1.0")
                    .contains("persys_agent_workload_failed_total 0.0")
                    .contains("persys_agent_workload_reconcile_total")
                    .contains("persys_agent_workload_delete_duration_seconds_count 1")
                    .contains("persys_agent_runtime_health_status{runtime_type=\"container\"} 1.0")
                    .contains("persys_agent_system_memory_utilization_percent ")
                    .contains("persys_agent_system_cpu_utilization_percent ")
                    .contains("persys_agent_system_disk_utilization_percent{mount_point=\"/\"} ")
                    .contains("persys_agent_errors_total{error_code=\"INVALID_SPECIFICATION\"} 1.0")
                    .contains("persys_agent_task_queue_depth 0.0")
                    .contains("persys_agent_grpc_requests_total{code=\"OK\",method=\"HealthCheck\"} 1.0")
                    .contains("persys_agent_grpc_request_duration_seconds_bucket{method=\"ApplyWorkload\"")
                    .contains("hostler_workloads 0.0")
                    .contains("jvm_memory_used_bytes");
        }
    }

    @Test
    void stepsAndLooksOfTheEngineAreTasksAndReconcilesOfTheProtocol() {
        try (Meters meters = new Meters()) {
            meters.sink()
                    .time("hostler.workload.step", Map.of("step", "create", "outcome", "failed"), Duration.ofMillis(3));
            meters.sink().time("hostler.runtime.look", Map.of("runtime", "r", "outcome", "seen"), Duration.ofMillis(3));
            assertThat(meters.text())
                    .contains("persys_agent_task_executions_total{status=\"failed\",type=\"create\"} 1.0")
                    .contains("persys_agent_task_failures_total{type=\"create\"} 1.0")
                    .contains("persys_agent_task_latency_seconds_count{status=\"failed\",type=\"create\"} 1")
                    .contains("persys_agent_workload_failed_total 1.0")
                    .contains("persys_agent_workload_reconcile_total 1.0")
                    .contains("persys_agent_workload_reconcile_duration_seconds_count 1");
        }
    }

    @Test
    void healthIsToldAndNothingElse() throws Exception {
        try (LocalNode node = LocalNode.open(directory, Map.of())) {
            assertThat(ask(node, "GET", "/health").body()).contains("\"status\":\"healthy\"");
            assertThat(ask(node, "GET", "/other").statusCode()).isEqualTo(404);
            assertThat(ask(node, "POST", "/metrics").statusCode()).isEqualTo(405);
        }
    }
}
