package dev.hostler.api.workload;

import dev.hostler.api.identity.Identifiers;
import dev.hostler.api.meta.Experimental;

/**
 * A workload of a kind that a plugin brings. Immutable.
 *
 * @param kind the kind's name
 * @param payload the wish, in the form that the kind's provider decodes
 */
@Experimental
public record CustomSpec(String kind, String payload) implements WorkloadSpec {
    /** Checks the kind. */
    public CustomSpec {
        Identifiers.require("workload kind", kind);
    }
}
