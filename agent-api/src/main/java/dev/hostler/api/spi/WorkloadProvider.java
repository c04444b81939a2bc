package dev.hostler.api.spi;

import dev.hostler.api.identity.Owner;
import dev.hostler.api.meta.Experimental;
import dev.hostler.api.workload.WorkloadId;
import dev.hostler.api.workload.WorkloadSpec;

/** Brings a kind of workload. Found by {@link java.util.ServiceLoader}, or given to the agent's configuration. */
@Experimental
public interface WorkloadProvider {
    /** Returns the kind, unique among all providers; see {@link WorkloadSpec#kind()}. */
    String kind();

    /** Returns the id of the runtime that runs workloads of this kind. */
    String runtime();

    /**
     * Checks a wish and fills in its defaults. Pure: the same wish gives an equal result, and a normalised wish is
     * returned as it is.
     *
     * @throws dev.hostler.api.error.AgentException with {@code INVALID_INPUT}, which names the field
     */
    WorkloadSpec normalise(WorkloadSpec spec);

    /** Returns what a normalised wish asks of the admission policy. Pure. */
    AdmissionPolicy.Request request(Owner owner, WorkloadId id, WorkloadSpec spec);
}
