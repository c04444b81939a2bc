package dev.hostler.launcher.grpc.metrics;

import dev.hostler.launcher.grpc.server.CallNumbers;
import dev.hostler.launcher.grpc.service.NodeNumbers;
import java.time.Duration;

/**
 * The numbers of the calls. Thread-safe.
 *
 * @param meters where they go
 */
public record CallCounts(Meters meters) implements CallNumbers, NodeNumbers {
    /** Lets those numbers that dashboards ask for be there from the start. */
    public CallCounts {
        meters.announce("workload_deleted");
        meters.announce("workload_failed");
        meters.announce("workload_reconcile");
    }

    @Override
    public void served(String method, String code, Duration duration) {
        meters.count("grpc_requests", "method", method, "code", code);
        meters.time("grpc_request_duration", duration, "method", method);
    }

    @Override
    public void applied(String type, boolean skipped, Duration duration) {
        if (!skipped) {
            meters.countCreated();
        }
        meters.time("workload_apply_duration", duration);
    }

    @Override
    public void refused(String reason) {
        meters.count("errors", "error_code", reason);
    }

    @Override
    public void deleted(Duration duration) {
        meters.count("workload_deleted");
        meters.time("workload_delete_duration", duration);
    }
}
