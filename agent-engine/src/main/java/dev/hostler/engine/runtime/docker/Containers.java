package dev.hostler.engine.runtime.docker;

import dev.hostler.api.workload.ContainerSpec;
import dev.hostler.api.workload.WorkloadSpec;

/** The one kind of spec that this runtime takes. */
final class Containers {
    private Containers() {}

    /** Returns the spec as what it is; throws {@code AgentException} with {@code INVALID_INPUT} if it is no container. */
    static ContainerSpec spec(WorkloadSpec spec) {
        if (spec instanceof ContainerSpec container) {
            return container;
        }
        throw ContainerProvider.refused(
                "kind", spec.kind(), "only containers are run by this runtime", "give a ContainerSpec");
    }
}
