package dev.hostler.api.workload;

import dev.hostler.api.identity.Identifiers;
import dev.hostler.api.meta.Experimental;

/**
 * A workload's id, unique per owner. Immutable.
 *
 * @param value the id; see {@link Identifiers}
 */
@Experimental
public record WorkloadId(String value) {
    /** Checks the id. */
    public WorkloadId {
        Identifiers.require("workload id", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
