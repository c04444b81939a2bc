package dev.hostler.api.workload;

import dev.hostler.api.meta.Experimental;
import java.util.Optional;

/**
 * A wish for a workload. Immutable.
 *
 * @param id its id
 * @param spec what it should be
 * @param revision the caller's name for this version of the wish; empty: one that follows from the spec
 * @param desired whether it should run
 */
@Experimental
public record ApplyWorkload(WorkloadId id, WorkloadSpec spec, Optional<Revision> revision, DesiredState desired) {
    /** A workload that should run. */
    public static ApplyWorkload of(String id, WorkloadSpec spec) {
        return new ApplyWorkload(new WorkloadId(id), spec, Optional.empty(), DesiredState.RUNNING);
    }

    /** Returns the same wish under the caller's own name for this version. */
    public ApplyWorkload revision(String value) {
        return new ApplyWorkload(id, spec, Optional.of(new Revision(value)), desired);
    }

    /** Returns the same wish for another state. */
    public ApplyWorkload desired(DesiredState value) {
        return new ApplyWorkload(id, spec, revision, value);
    }
}
