package dev.hostler.api.job;

import dev.hostler.api.identity.Identifiers;
import dev.hostler.api.meta.Experimental;
import org.jspecify.annotations.Nullable;

/**
 * A job's id, unique per owner. Immutable.
 *
 * @param value the id; see {@link Identifiers}
 */
@Experimental
public record JobId(String value) {
    /** Checks the id. */
    public JobId {
        Identifiers.require("job id", value);
    }

    /** As every record's; spelled out, since one that the JVM makes up costs a short run milliseconds when it is first used. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JobId that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return value;
    }
}
