package dev.hostler.api.spi;

import dev.hostler.api.meta.Experimental;
import dev.hostler.api.workload.Revision;
import dev.hostler.api.workload.WorkloadKey;

/**
 * What an instance was made for; a runtime keeps it beside the instance, readable without the engine's store. Immutable.
 *
 * @param workload whose instance it is
 * @param revision the revision of the wish
 * @param digest a digest of the spec: 16 hexadecimal digits
 */
@Experimental
public record InstanceName(WorkloadKey workload, Revision revision, String digest) {}
