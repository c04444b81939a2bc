package dev.hostler.api.job;

import dev.hostler.api.identity.Owner;
import dev.hostler.api.meta.Experimental;
import java.util.Objects;

/**
 * What names a job on this agent: its owner and its id. Immutable.
 *
 * @param owner who brought the job
 * @param id the job's id, unique for this owner
 */
@Experimental
public record JobKey(Owner owner, JobId id) {
    /** Checks the components. */
    public JobKey {
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(id, "id");
    }

    @Override
    public String toString() {
        return owner + "/" + id;
    }
}
