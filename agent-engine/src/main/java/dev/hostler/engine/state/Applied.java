package dev.hostler.engine.state;

import dev.hostler.api.workload.Revision;
import dev.hostler.api.workload.WorkloadSpec;

/**
 * What was brought about of a workload. Immutable.
 *
 * @param revision the revision of the wish
 * @param digest the digest of its spec
 * @param spec the spec
 * @param handle the instance, in the runtime's words
 * @param running whether it is to go on until a newer wish, that has come since, is met
 */
public record Applied(Revision revision, String digest, WorkloadSpec spec, String handle, boolean running) {
    /** What a wish has brought about that nothing newer has come after. */
    public Applied(Revision revision, String digest, WorkloadSpec spec, String handle) {
        this(revision, digest, spec, handle, false);
    }

    /** Returns the same for a newer wish, which lets it go on or not. */
    Applied running(boolean value) {
        return new Applied(revision, digest, spec, handle, value);
    }
}
