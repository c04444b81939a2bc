package dev.hostler.engine.workload;

import dev.hostler.api.error.Failure;
import dev.hostler.api.spi.Instance;
import dev.hostler.api.workload.WorkloadKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a runtime was last seen to have. Immutable.
 *
 * @param instances all instances by workload, if the runtime could be asked
 * @param trouble why it could not
 */
record Sight(Map<WorkloadKey, List<Instance>> instances, Optional<Failure> trouble) {
    /** Copies the instances. */
    Sight {
        instances = Map.copyOf(instances);
    }

    static Sight unknown(Failure trouble) {
        return new Sight(Map.of(), Optional.of(trouble));
    }

    /** Returns a workload's instances; empty if nothing is known, which is not the same as that none is there. */
    Optional<List<Instance>> of(WorkloadKey key) {
        return trouble.isPresent() ? Optional.empty() : Optional.of(instances.getOrDefault(key, List.of()));
    }

    Set<WorkloadKey> keys() {
        return instances.keySet();
    }
}
