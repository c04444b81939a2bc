package dev.hostler.api.spi;

import dev.hostler.api.meta.Experimental;
import dev.hostler.api.workload.WorkloadKey;

/**
 * What the engine keeps to find an instance again. Immutable.
 *
 * @param workload whose instance it is
 * @param value what the runtime needs; it must read its own older forms
 */
@Experimental
public record InstanceHandle(WorkloadKey workload, String value) {}
