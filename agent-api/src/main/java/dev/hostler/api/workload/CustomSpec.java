package dev.hostler.api.workload;

import dev.hostler.api.field.Fields;
import dev.hostler.api.identity.Identifiers;
import dev.hostler.api.meta.Experimental;
import java.time.Duration;
import java.util.Optional;

/**
 * A workload of a kind that a plugin brings. Immutable. What the agent itself heeds stands beside the payload: the kind's
 * provider fills it in when it normalises a wish.
 *
 * @param kind the kind's name
 * @param payload the wish, in the form that the kind's provider decodes
 * @param restart what to do when an instance ends by itself
 * @param stopGrace the time between the request to stop and the kill
 * @param health how to see that it does its work; empty: it is well while it runs
 */
@Experimental
public record CustomSpec(
        String kind, String payload, RestartPolicy restart, Duration stopGrace, Optional<HealthCheck> health)
        implements WorkloadSpec {
    /** Checks the kind and the time. */
    public CustomSpec {
        Identifiers.require("workload kind", kind);
        Fields.notNegative("stopGrace", stopGrace);
    }

    /** Makes one that is always started again, has ten seconds to stop, and is well while it runs. */
    public CustomSpec(String kind, String payload) {
        this(kind, payload, RestartPolicy.always(), USUAL_GRACE, Optional.empty());
    }
}
