package dev.hostler.api.workload;

import dev.hostler.api.meta.Experimental;
import java.time.Instant;

/**
 * A workload as it is at one moment. Immutable; holds no variable or other secret of its spec.
 *
 * @param key which workload
 * @param kind what kind of workload
 * @param desired whether it should run
 * @param status how it is
 * @param createdAt when it was first accepted
 * @param updatedAt when its wish or its status last changed
 */
@Experimental
public record Workload(
        WorkloadKey key,
        String kind,
        DesiredState desired,
        WorkloadStatus status,
        Instant createdAt,
        Instant updatedAt) {}
