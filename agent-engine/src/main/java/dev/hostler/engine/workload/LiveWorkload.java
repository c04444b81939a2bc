package dev.hostler.engine.workload;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.log.LogQuery;
import dev.hostler.api.log.TimedLogStream;
import dev.hostler.api.spi.Instance;
import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.workload.ActionQuery;
import dev.hostler.api.workload.Workload;
import dev.hostler.api.workload.WorkloadAction;
import dev.hostler.api.workload.WorkloadHandle;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.engine.state.Applied;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A caller's hold on a workload. Immutable. */
record LiveWorkload(Workloads workloads, WorkloadKey key) implements WorkloadHandle {
    @Override
    public Workload workload() {
        return workloads
                .lane(key)
                .map(WorkloadLane::workload)
                .or(() -> workloads.stranger(key).map(Stranger::workload))
                .orElseThrow(() -> notFound("look at workload", "it is deleted"));
    }

    @Override
    public Workload awaitSettled(Duration limit) throws InterruptedException {
        Optional<WorkloadLane> lane = workloads.lane(key);
        if (lane.isPresent()) {
            lane.get().awaitSettled(limit);
        }
        return workload();
    }

    @Override
    public void delete(boolean withData) {
        workloads.delete(key, withData);
    }

    @Override
    public boolean awaitGone(Duration limit) throws InterruptedException {
        Optional<WorkloadLane> lane = workloads.lane(key);
        return lane.isPresent()
                ? lane.get().awaitGone(limit)
                : workloads.stranger(key).isEmpty();
    }

    @Override
    public List<WorkloadAction> history() {
        return workloads.actions(ActionQuery.of(key));
    }

    @Override
    public TimedLogStream log(LogQuery query) throws InterruptedException {
        InstanceHandle instance = workloads
                .instances(key)
                .flatMap(this::own)
                .map(Instance::handle)
                .orElseThrow(() -> notFound("read log of workload", "nothing of it is on the host"));
        return workloads
                .runtimeWith(key)
                .orElseThrow(() -> notFound("read log of workload", "nothing of it is on the host"))
                .log(instance, query);
    }

    /** The one that was brought about last, and not one that is being tried in its place. */
    private Optional<Instance> own(List<Instance> there) {
        Optional<String> applied =
                workloads.lane(key).flatMap(lane -> lane.record().applied()).map(Applied::handle);
        return there.stream()
                .filter(instance ->
                        applied.filter(instance.handle().value()::equals).isPresent())
                .findFirst()
                .or(() -> there.stream().findFirst());
    }

    private AgentException notFound(String attempt, String cause) {
        return Failure.cannot(ErrorCode.NOT_FOUND, attempt, key.toString(), cause, "look at the list of workloads")
                .toException();
    }
}
