package dev.hostler.api.node;

import dev.hostler.api.meta.Experimental;
import java.util.Set;

/**
 * What a runtime or executor is, here and now. Immutable.
 *
 * @param available whether it can be used
 * @param version the version of what stands behind it; empty if unknown
 * @param summary one line for people: what it is, or why it can't be used and what to do
 * @param capabilities what it can do on this host
 */
@Experimental
public record Fingerprint(boolean available, String version, String summary, Set<Capability> capabilities) {
    /** Copies the capabilities. */
    public Fingerprint {
        capabilities = Set.copyOf(capabilities);
    }

    /** Something that can be used. */
    public static Fingerprint available(String version, String summary, Set<Capability> capabilities) {
        return new Fingerprint(true, version, summary, capabilities);
    }

    /** Something that can't be used, and the remedy. */
    public static Fingerprint unavailable(String summary) {
        return new Fingerprint(false, "", summary, Set.of());
    }
}
