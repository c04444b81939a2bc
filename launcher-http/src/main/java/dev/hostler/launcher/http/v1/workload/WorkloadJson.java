package dev.hostler.launcher.http.v1.workload;

import dev.hostler.api.workload.PortMapping;
import dev.hostler.api.workload.Workload;
import dev.hostler.api.workload.WorkloadAction;
import dev.hostler.api.workload.WorkloadStatus;
import dev.hostler.api.workload.WorkloadUsage;
import dev.hostler.launcher.http.v1.wire.Values;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Workloads and what was done for them, as objects to write. */
final class WorkloadJson {
    private WorkloadJson() {}

    static Map<String, @Nullable Object> of(Workload workload) {
        WorkloadStatus status = workload.status();
        return new Values()
                .put("id", workload.key().id())
                .put("kind", workload.kind())
                .put("desired", workload.desired())
                .put("phase", status.phase())
                .put("message", status.message())
                .put("failure", status.failure())
                .put("revisions", revisions(status.revisions()))
                .put("restarts", status.restarts())
                .put("nextAttempt", status.nextAttempt())
                .put("gaveUp", status.gaveUp())
                .put("ports", status.ports().stream().map(WorkloadJson::port).toList())
                .put("details", status.details())
                .put("usage", status.usage().map(WorkloadJson::usage))
                .put("createdAt", workload.createdAt())
                .put("updatedAt", workload.updatedAt())
                .map();
    }

    private static Values revisions(WorkloadStatus.Revisions revisions) {
        return new Values()
                .put("wanted", revisions.wanted())
                .put("applied", revisions.applied())
                .put("observed", revisions.observed());
    }

    private static Map<String, @Nullable Object> port(PortMapping port) {
        return new Values()
                .put("hostAddress", port.hostAddress())
                .put("hostPort", port.hostPort())
                .put("containerPort", port.containerPort())
                .put("protocol", port.protocol())
                .map();
    }

    private static Values usage(WorkloadUsage usage) {
        return new Values()
                .put("cpuPercent", usage.cpuPercent())
                .put("memoryBytes", usage.memoryBytes())
                .put("diskReadBytes", usage.diskReadBytes())
                .put("diskWriteBytes", usage.diskWriteBytes())
                .put("netReceivedBytes", usage.netReceivedBytes())
                .put("netSentBytes", usage.netSentBytes())
                .put("at", usage.at())
                .put("source", usage.source());
    }

    static Map<String, @Nullable Object> of(WorkloadAction action) {
        return new Values()
                .put("number", action.number())
                .put("kind", action.kind())
                .put("state", action.state())
                .put("failure", action.failure())
                .put("createdAt", action.createdAt())
                .put("startedAt", action.startedAt())
                .put("endedAt", action.endedAt())
                .map();
    }
}
