package dev.hostler.engine.workload;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.spi.Instance;
import dev.hostler.api.spi.WorkloadRuntime.Change;
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
            return applied.map(current -> planGivenUp(wanted, current)).orElseGet(Step.Nothing::new);
        }
        return applied.isPresent() ? planWith(wanted, applied.get(), there) : planWithout(wanted, there);
    }

    /** What was unhealthy for too long goes on, and may get well, or end, by itself. */
    private static Step planGivenUp(WorkloadRecord wanted, Instance current) {
        boolean sick = wanted.progress()
                .failure()
                .filter(why -> why.code() == ErrorCode.UNHEALTHY)
                .isPresent();
        if (!sick || !wanted.meetsWish()) {
            return new Step.Nothing();
        }
        return switch (current.state()) {
            case RUNNING ->
                current.health().filter(Instance.Health.HEALTHY::equals).isPresent()
                        ? new Step.Settle()
                        : new Step.Nothing();
            case EXITED -> new Step.Conclude(current);
            case CREATED, PARTIAL, PAUSED, BROKEN -> new Step.Nothing();
        };
    }

    private Step planWith(WorkloadRecord wanted, Instance current, List<Instance> there) {
        // What an interrupted change has left goes first: it may hold a port. Only what was made for this wish is of
        // use.
        List<Instance> extra = there.stream()
                .filter(instance -> instance != current && (wanted.meetsWish() || !isMadeFor(wanted, instance)))
                .toList();
        if (!extra.isEmpty()) {
            return new Step.Discard(extra);
        }
        if (!wanted.meetsWish()) {
            return planChange(wanted, wanted.applied().orElseThrow(), current);
        }
        if (current.state() == Instance.State.BROKEN) {
            // It is being removed by somebody, or can only be: that is not an end that came by itself.
            return new Step.Discard(List.of(current));
        }
        return wanted.desired() == DesiredState.STOPPED ? planStopped(wanted, current) : planRunning(wanted, current);
    }

    private Step planChange(WorkloadRecord wanted, Applied applied, Instance current) {
        Change needed = change.apply(applied.spec(), wanted.spec());
        return switch (needed) {
            case NONE -> new Step.Note(current);
            case IN_PLACE -> new Step.Update(current);
            case BESIDE, IN_TURN -> new Step.Replace(current, needed);
        };
    }

    /**
     * Plans what keeps up what an earlier wish has left, while the newer one waits or is tried no more.
     *
     * @param revivals how often in a row it was started again
     */
    Step planMeanwhile(WorkloadRecord wanted, List<Instance> there, int revivals) {
        if (wanted.deletion().isPresent() || wanted.desired() == DesiredState.STOPPED || wanted.meetsWish()) {
            return new Step.Nothing();
        }
        return wanted.applied()
                .filter(Applied::running)
                .flatMap(left -> there.stream()
                        .filter(instance -> instance.handle().value().equals(left.handle()))
                        .filter(instance -> goesOn(left.spec().restart(), instance, revivals))
                        .findFirst())
                .<Step>map(Step.Revive::new)
                .orElseGet(Step.Nothing::new);
    }

    private static boolean goesOn(RestartPolicy policy, Instance ended, int revivals) {
        boolean down = ended.state() == Instance.State.EXITED || ended.state() == Instance.State.PARTIAL;
        return down && policy.restarts(ended.failed()) && (policy.retries() == 0 || revivals < policy.retries());
    }

    /** It is as wanted; that has to be noted if it was not so before, or nobody knew. */
    private static Step planNote(WorkloadRecord wanted, Instance current) {
        boolean noted = wanted.progress().met() && wanted.progress().failure().isEmpty();
        return noted ? new Step.Nothing() : new Step.Note(current);
    }

    private static Step planStopped(WorkloadRecord wanted, Instance current) {
        return switch (current.state()) {
            case RUNNING, PARTIAL, PAUSED -> new Step.Stop(current.handle());
            case CREATED, EXITED, BROKEN -> planNote(wanted, current);
        };
    }

    private static Step planRunning(WorkloadRecord wanted, Instance current) {
        return switch (current.state()) {
            case RUNNING -> current.unhealthy() ? planEnded(wanted, current) : planNote(wanted, current);
            case PAUSED -> planNote(wanted, current);
            case CREATED -> new Step.Start(current.handle());
            case EXITED, PARTIAL, BROKEN ->
                wanted.progress().met() ? planEnded(wanted, current) : new Step.Start(current.handle());
        };
    }

    /** What is unhealthy is as good as ended. */
    private static Step planEnded(WorkloadRecord wanted, Instance current) {
        RestartPolicy policy = wanted.spec().restart();
        if (wanted.progress().completed()) {
            return new Step.Nothing();
        }
        if (!policy.restarts(current.failed() || current.unhealthy()) || isSpent(policy, wanted)) {
            return new Step.Conclude(current);
        }
        return new Step.Restart(current);
    }

    private static boolean isSpent(RestartPolicy policy, WorkloadRecord wanted) {
        return policy.retries() > 0 && wanted.progress().attempts() >= policy.retries();
    }

    private Step planWithout(WorkloadRecord wanted, List<Instance> there) {
        Optional<Instance> made =
                there.stream().filter(instance -> isMadeFor(wanted, instance)).findFirst();
        if (made.isPresent()) {
            return new Step.Adopt(made.get());
        }
        if (wanted.progress().completed()) {
            return new Step.Nothing();
        }
        if (there.size() > 1) {
            return new Step.Discard(there.subList(1, there.size()));
        }
        // Nobody knows the spec of what is left of an earlier wish, so both can't be trusted to run at one time.
        return there.isEmpty() ? new Step.Create() : new Step.Replace(there.get(0), Change.IN_TURN);
    }

    private static boolean isMadeFor(WorkloadRecord wanted, Instance instance) {
        return instance.name().revision().equals(wanted.revision())
                && instance.name().digest().equals(wanted.digest());
    }
}
