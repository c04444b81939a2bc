package dev.hostler.api.identity;

import dev.hostler.api.meta.Experimental;

/**
 * Who brought a job or workload: a door, or the embedding application. Ids are unique per owner. Immutable.
 *
 * @param value the owner's name; see {@link Identifiers}
 */
@Experimental
public record Owner(String value) {
    /** The application that embeds the agent. */
    public static final Owner EMBEDDER = new Owner("embedder");

    /** Checks the name. */
    public Owner {
        Identifiers.require("owner", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
