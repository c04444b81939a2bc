package dev.hostler.api.job;

import dev.hostler.api.identity.Identifiers;
import dev.hostler.api.meta.Experimental;

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

    @Override
    public String toString() {
        return value;
    }
}
