package dev.hostler.api.workload;

import dev.hostler.api.meta.Experimental;

/**
 * A wish that was accepted: it is durable, and not yet met. Immutable.
 *
 * @param handle a hold on the workload
 * @param revision the revision that is wanted now
 * @param skipped whether exactly this was wanted already, so that nothing has changed
 * @param action the number of the action that meets the wish; of the latest one if it was skipped
 */
@Experimental
public record ApplyResult(WorkloadHandle handle, Revision revision, boolean skipped, long action) {}
