package dev.hostler.engine.workload;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.workload.DesiredState;
import dev.hostler.api.workload.Revision;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.api.workload.WorkloadSpec;
import dev.hostler.engine.state.Progress;
import dev.hostler.engine.state.WorkloadRecord;
import java.time.Instant;
import java.util.Optional;

/** A wish that was admitted. Immutable. */
record Wish(WorkloadKey key, WorkloadSpec spec, Revision revision, String digest, DesiredState desired) {
    /** Returns whether exactly this is wanted already, and nothing has gone wrong with it. */
    boolean isMetBy(WorkloadRecord known) {
        requireNoConflict(known);
        return known.wants(spec, revision, desired)
                && known.progress().failure().isEmpty()
                && !known.progress().gaveUp();
    }

    private void requireNoConflict(WorkloadRecord known) {
        if (!known.spec().kind().equals(spec.kind())) {
            throw Failure.cannot(
                            ErrorCode.CONFLICT,
                            "apply workload",
                            key.id().value(),
                            "it is of the kind " + known.spec().kind() + ", and no workload changes its kind",
                            "choose another id, or delete it first and wait until it is gone")
                    .toException();
        }
        if (known.deletion().isEmpty()
                && known.revision().equals(revision)
                && !known.spec().equals(spec)) {
            throw Failure.cannot(
                            ErrorCode.CONFLICT,
                            "apply workload",
                            key.id().value(),
                            "revision '" + revision + "' was applied with another spec",
                            "give the new spec a new revision")
                    .toException();
        }
    }

    /** Returns what is stored of this wish. */
    WorkloadRecord record(Optional<WorkloadRecord> known, long action, Instant now) {
        return new WorkloadRecord(
                key,
                spec,
                revision,
                digest,
                desired,
                known.map(WorkloadRecord::createdAt).orElse(now),
                now,
                action,
                Optional.empty(),
                known.flatMap(WorkloadRecord::left),
                Progress.NONE);
    }
}
