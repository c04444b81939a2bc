package dev.hostler.api.identity;

import dev.hostler.api.meta.Experimental;
import org.jspecify.annotations.Nullable;

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

    /** As every record's; spelled out, since one that the JVM makes up costs a short run milliseconds when it is first used. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Owner that && value.equals(that.value);
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
