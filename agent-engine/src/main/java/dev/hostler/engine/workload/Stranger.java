package dev.hostler.engine.workload;

import dev.hostler.api.spi.Instance;
import dev.hostler.api.workload.CustomSpec;
import dev.hostler.api.workload.DesiredState;
import dev.hostler.api.workload.Workload;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.api.workload.WorkloadPhase;
import dev.hostler.api.workload.WorkloadStatus;
import dev.hostler.engine.state.Progress;
import dev.hostler.engine.state.WorkloadRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What carries this agent's label and is in no store. It stays as it is until somebody applies or deletes it. Immutable.
 *
 * @param key whose it says it is
 * @param kind the kind of what its runtime runs
 * @param there its instances; at least one
 * @param now when it was looked at
 */
record Stranger(WorkloadKey key, String kind, List<Instance> there, Instant now) {
    Workload workload() {
        Instance first = there.get(0);
        return new Workload(
                key,
                kind,
                first.state() == Instance.State.RUNNING ? DesiredState.RUNNING : DesiredState.STOPPED,
                new WorkloadStatus(
                        WorkloadPhase.QUARANTINED,
                        "is on the host, and nobody wants it; apply or delete it",
                        Optional.empty(),
                        new WorkloadStatus.Revisions(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(first.name().revision())),
                        0,
                        Optional.empty(),
                        false,
                        first.ports(),
                        first.details(),
                        Optional.empty()),
                now,
                now);
    }

    /** Returns what is stored of it once it is to go. */
    WorkloadRecord record() {
        Instance first = there.get(0);
        return new WorkloadRecord(
                key,
                new CustomSpec(kind, ""),
                first.name().revision(),
                first.name().digest(),
                DesiredState.STOPPED,
                now,
                now,
                0,
                Optional.empty(),
                Optional.empty(),
                Progress.NONE);
    }
}
