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
 */
public record Applied(Revision revision, String digest, WorkloadSpec spec, String handle) {}
