package dev.hostler.engine.workload;

import dev.hostler.api.error.Failure;
import dev.hostler.api.spi.Instance;
import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.workload.DesiredState;
import dev.hostler.api.workload.Workload;
import dev.hostler.api.workload.WorkloadPhase;
import dev.hostler.api.workload.WorkloadStatus;
import dev.hostler.api.workload.WorkloadStatus.Revisions;
import dev.hostler.api.workload.WorkloadUsage;
import dev.hostler.engine.state.Applied;
import dev.hostler.engine.state.WorkloadRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the API shows of a workload, from what is wanted and what was last seen. Immutable.
 *
 * @param wanted what is stored
 * @param sight what was last seen
 * @param usage what instances use, as last read
 * @param acting what the engine is doing for it; empty if nothing
 * @param nextAttempt when the engine tries again
 */
record StatusReport(
        WorkloadRecord wanted,
        Sight sight,
        Map<InstanceHandle, WorkloadUsage> usage,
        Optional<String> acting,
        Optional<Instant> nextAttempt) {
    Workload workload() {
        return new Workload(
                wanted.key(), wanted.spec().kind(), wanted.desired(), status(), wanted.createdAt(), wanted.updatedAt());
    }

    WorkloadStatus status() {
        Optional<Instance> current = current();
        return new WorkloadStatus(
                phase(current),
                message(current),
                failure(current),
                new Revisions(
                        Optional.of(wanted.revision()),
                        wanted.applied().map(Applied::revision),
                        current.isPresent() ? wanted.applied().map(Applied::revision) : Optional.empty()),
                wanted.progress().attempts(),
                nextAttempt,
                wanted.progress().gaveUp(),
                current.map(Instance::ports).orElse(List.of()),
                current.map(Instance::details).orElse(Map.of()),
                current.map(Instance::handle).map(usage::get));
    }

    private Optional<Instance> current() {
        return sight.of(wanted.key())
                .flatMap(there -> there.stream()
                        .filter(instance -> wanted.applied()
                                .filter(applied -> applied.handle()
                                        .equals(instance.handle().value()))
                                .isPresent())
                        .findFirst());
    }

    private Optional<Failure> failure(Optional<Instance> current) {
        return sight.trouble()
                .or(wanted.progress()::failure)
                .or(() -> current.filter(instance -> isDown(instance) || isSick(instance))
                        .map(instance -> WorkloadNote.whyEnded(wanted.key(), instance)));
    }

    /** It has failed, and waits to be started again. */
    private boolean isDown(Instance current) {
        return nextAttempt.isPresent() && wanted.desired() == DesiredState.RUNNING && current.failed();
    }

    private boolean isSick(Instance current) {
        return wanted.meetsWish() && wanted.desired() == DesiredState.RUNNING && current.unhealthy();
    }

    private WorkloadPhase phase(Optional<Instance> current) {
        if (wanted.deletion().isPresent()) {
            return WorkloadPhase.DELETING;
        }
        if (sight.trouble().isPresent()) {
            return WorkloadPhase.UNKNOWN;
        }
        if (wanted.progress().completed()) {
            return WorkloadPhase.COMPLETED;
        }
        if (failure(current).isPresent()) {
            return WorkloadPhase.FAILED;
        }
        return wanted.meetsWish() ? current.map(this::settled).orElse(WorkloadPhase.PENDING) : WorkloadPhase.PENDING;
    }

    private WorkloadPhase settled(Instance current) {
        boolean runs = current.state() == Instance.State.RUNNING;
        if (wanted.desired() == DesiredState.STOPPED) {
            return runs || current.state() == Instance.State.PARTIAL ? WorkloadPhase.PENDING : WorkloadPhase.STOPPED;
        }
        return runs && current.health().orElse(Instance.Health.HEALTHY) == Instance.Health.HEALTHY
                ? WorkloadPhase.RUNNING
                : WorkloadPhase.PENDING;
    }

    private String message(Optional<Instance> current) {
        return failure(current)
                .map(Failure::message)
                .or(() -> acting)
                .or(() -> current.map(Instance::message))
                .orElse("waits to be made");
    }
}
