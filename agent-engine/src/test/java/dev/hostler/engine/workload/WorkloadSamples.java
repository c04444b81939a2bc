package dev.hostler.engine.workload;

import dev.hostler.api.identity.Owner;
import dev.hostler.api.spi.Instance;
import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.spi.InstanceName;
import dev.hostler.api.workload.ContainerSpec;
import dev.hostler.api.workload.DesiredState;
import dev.hostler.api.workload.Revision;
import dev.hostler.api.workload.WorkloadId;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.api.workload.WorkloadSpec;
import dev.hostler.engine.state.Applied;
import dev.hostler.engine.state.Progress;
import dev.hostler.engine.state.SpecDigest;
import dev.hostler.engine.state.WorkloadRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Workloads for tests. */
final class WorkloadSamples {
    static final WorkloadKey KEY = new WorkloadKey(Owner.EMBEDDER, new WorkloadId("web"));
    static final ContainerSpec CONTAINER = ContainerSpec.builder("a").build();

    private WorkloadSamples() {}

    static WorkloadRecord record(WorkloadSpec spec, String revision, DesiredState desired) {
        return new WorkloadRecord(
                KEY,
                spec,
                new Revision(revision),
                SpecDigest.of(spec),
                desired,
                Instant.EPOCH,
                Instant.EPOCH,
                1,
                Optional.empty(),
                Optional.empty(),
                Progress.NONE);
    }

    static WorkloadRecord applied(WorkloadRecord record, String handle) {
        return record.withApplied(new Applied(record.revision(), record.digest(), record.spec(), handle));
    }

    static Instance instance(WorkloadRecord of, String handle, Instance.State state) {
        return new Instance(
                new InstanceHandle(KEY, handle),
                new InstanceName(KEY, of.revision(), of.digest()),
                state,
                state.toString(),
                Optional.empty(),
                state == Instance.State.EXITED ? OptionalInt.of(1) : OptionalInt.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Map.of());
    }
}
