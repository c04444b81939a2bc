package dev.hostler.api.job;

import dev.hostler.api.identity.Owner;
import dev.hostler.api.meta.Experimental;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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

    /** As every record's; spelled out, since one that the JVM makes up costs a short run milliseconds when it is first used. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JobKey that && owner.equals(that.owner) && id.equals(that.id);
    }

    @Override
    public int hashCode() {
        return 31 * owner.hashCode() + id.hashCode();
    }

    @Override
    public String toString() {
        return owner + "/" + id;
    }
}
