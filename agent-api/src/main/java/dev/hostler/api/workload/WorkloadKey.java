package dev.hostler.api.workload;

import dev.hostler.api.identity.Owner;
import dev.hostler.api.meta.Experimental;
import java.util.Objects;

/**
 * What names a workload on this agent: its owner and its id. Immutable.
 *
 * @param owner who brought it
 * @param id its id, unique for this owner
 */
@Experimental
public record WorkloadKey(Owner owner, WorkloadId id) {
    /** Checks the components. */
    public WorkloadKey {
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(id, "id");
    }

    @Override
    public String toString() {
        return owner + "/" + id;
    }
}
