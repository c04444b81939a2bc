package dev.hostler.engine.workload;

import dev.hostler.api.spi.Instance;
import dev.hostler.api.spi.WorkloadRuntime.Change;
import dev.hostler.api.workload.ContainerSpec;
import dev.hostler.api.workload.DesiredState;
import dev.hostler.api.workload.RestartPolicy;
import dev.hostler.api.workload.WorkloadSpec;
import dev.hostler.engine.state.Applied;
import dev.hostler.engine.state.WorkloadRecord;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * From what is wanted and what is there to what is to be done next. Pure: asks nobody and keeps nothing. Immutable.
 *
 * @param change what it takes to get from one spec to another, as the runtime says
 */
record Planner(BiFunction<WorkloadSpec, WorkloadSpec, Change> change) {
    /**
     * Plans one step.
     *
     * @param wanted what is stored
     * @param there the workload's instances, as the runtime has them now
     */
    Step plan(WorkloadRecord wanted, List<Instance> there) {
        if (wanted.deletion().isPresent()) {
            return new Step.Remove(there);
        }
        Optional<Instance> applied = wanted.applied()
                .flatMap(known -> there.stream()
                        .filter(instance -> instance.handle().value().equals(known.handle()))
                        .findFirst());
        if (wanted.progress().gaveUp() && wanted.desired() == DesiredState.RUNNING) {
            return new Step.Nothing();
        }
        return applied.isPresent() ? planWith(wanted, applied.get(), there) : planWithout(wanted, there);
    }

    private Step planWith(WorkloadRecord wanted, Instance current, List<Instance> there) {
        if (!wanted.meetsWish()) {
            return planChange(wanted, wanted.applied().orElseThrow(), current);
        }
        List<Instance> extra =
                there.stream().filter(instance -> instance != current).toList();
        if (!extra.isEmpty()) {
            return new Step.Discard(extra);
        }
        return wanted.desired() == DesiredState.STOPPED ? planStopped(current) : planRunning(wanted, current);
    }

    private Step planChange(WorkloadRecord wanted, Applied applied, Instance current) {
        Change needed = change.apply(applied.spec(), wanted.spec());
        return switch (needed) {
            case NONE -> new Step.Note(current);
            case IN_PLACE -> new Step.Update(current.handle());
            case BESIDE, IN_TURN -> new Step.Replace(current, needed);
        };
    }

    private static Step planStopped(Instance current) {
        return switch (current.state()) {
            case RUNNING, PAUSED -> new Step.Stop(current.handle());
            case CREATED, EXITED, BROKEN -> new Step.Nothing();
        };
    }

    private static Step planRunning(WorkloadRecord wanted, Instance current) {
        return switch (current.state()) {
            case RUNNING, PAUSED -> new Step.Nothing();
            case CREATED -> new Step.Start(current.handle());
            case EXITED, BROKEN ->
                wanted.progress().met() ? planEnded(wanted, current) : new Step.Start(current.handle());
        };
    }

    private static Step planEnded(WorkloadRecord wanted, Instance current) {
        RestartPolicy policy = policy(wanted.spec());
        if (wanted.progress().completed()) {
            return new Step.Nothing();
        }
        if (!policy.restarts(current.failed()) || isSpent(policy, wanted)) {
            return new Step.Conclude(current);
        }
        return new Step.Restart(current);
    }

    private static boolean isSpent(RestartPolicy policy, WorkloadRecord wanted) {
        return policy.retries() > 0 && wanted.progress().attempts() >= policy.retries();
    }

    private Step planWithout(WorkloadRecord wanted, List<Instance> there) {
        Optional<Instance> made = there.stream()
                .filter(instance -> instance.name().revision().equals(wanted.revision())
                        && instance.name().digest().equals(wanted.digest()))
                .findFirst();
        if (made.isPresent()) {
            return new Step.Adopt(made.get());
        }
        if (wanted.progress().completed()) {
            return new Step.Nothing();
        }
        // Nobody knows the spec of what is left of an earlier wish, so both can't be trusted to run at one time.
        return there.isEmpty() ? new Step.Create() : new Step.Replace(there.get(0), Change.IN_TURN);
    }

    /** Returns what a spec wants when it ends by itself; kinds of plugins are restarted. */
    static RestartPolicy policy(WorkloadSpec spec) {
        return spec instanceof ContainerSpec container ? container.restart() : RestartPolicy.always();
    }
}
