package dev.hostler.launcher.grpc.status;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.workload.WorkloadStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The protocol's details of a status. Schedulers merge them and never take one out: so what is over is told too, as false or
 * empty.
 */
final class StatusMetadata {
    private static final SeedFacts SEEDS = new SeedFacts();

    private StatusMetadata() {}

    static Map<String, String> of(WorkloadStatus status) {
        Map<String, String> all = new LinkedHashMap<>(status.details());
        all.putAll(SEEDS.of(status.details()));
        Optional<Failure> failure = status.failure();
        String message = failure.map(Failure::message).orElse("");
        all.put(
                "failure_reason",
                failure.map(Failure::code).map(FailureReasons::of).orElse(""));
        all.put("last_error", message);
        all.put(
                "last_runtime_error",
                failure.filter(StatusMetadata::isOfRuntime).isPresent() ? message : "");
        all.put("retry_terminal", String.valueOf(status.gaveUp()));
        all.put("retry_terminal_reason", status.gaveUp() ? message : "");
        all.put("retry_attempts", String.valueOf(status.restarts()));
        status.nextAttempt().ifPresent(time -> all.put("next_retry_time", time.toString()));
        if (all.containsKey("container.id")) {
            all.put(
                    "container.runtime_error",
                    failure.filter(StatusMetadata::isOfRuntime).isPresent() ? message : "");
        }
        return all;
    }

    private static boolean isOfRuntime(Failure failure) {
        return failure.code() == ErrorCode.EXITED
                || failure.code() == ErrorCode.RUNTIME_UNAVAILABLE
                || failure.code() == ErrorCode.MEMORY_LIMIT
                || failure.code() == ErrorCode.UNHEALTHY;
    }
}
