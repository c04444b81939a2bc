package dev.hostler.engine.runtime.docker;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.engine.runtime.container.Refusals;

/** A container that is not ours, or not this workload's, has the name that one of ours needs. */
final class NameConflict {
    private NameConflict() {}

    static Failure of(String attempt, WorkloadKey workload, String name) {
        return Refusals.failure(
                ErrorCode.CONFLICT,
                attempt,
                workload,
                "another container has the name " + name,
                "rename or remove that container, or set another containerName");
    }
}
