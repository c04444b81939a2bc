package dev.hostler.api.node;

import dev.hostler.api.meta.Experimental;
import java.time.Instant;

/**
 * Something that the agent has fetched or kept and that may go, since nobody has used it for long. Immutable.
 *
 * @param kind what it is, such as {@code cache} or {@code image}
 * @param name its name, unique among those of its kind and place
 * @param bytes how much disk it takes, as far as that can be told
 * @param lastUsed when the agent last used it
 * @param reason why it may go, for people
 */
@Experimental
public record Leftover(String kind, String name, long bytes, Instant lastUsed, String reason) {
    /** Returns the same for another reason. */
    public Leftover because(String other) {
        return new Leftover(kind, name, bytes, lastUsed, other);
    }
}
