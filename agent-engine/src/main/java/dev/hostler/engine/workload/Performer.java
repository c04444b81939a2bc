package dev.hostler.engine.workload;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.spi.CancellationToken;
import dev.hostler.api.spi.Instance;
import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.spi.InstanceName;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.api.spi.WorkloadNotices;
import dev.hostler.api.spi.WorkloadRuntime;
import dev.hostler.api.spi.WorkloadRuntime.Change;
import dev.hostler.api.workload.DesiredState;
import dev.hostler.engine.state.Applied;
import dev.hostler.engine.state.WorkloadRecord;
import java.time.Duration;
import java.util.Optional;

/**
 * Carries out one step for one workload. What it does can be done again after a death in the middle: the next plan starts
 * from what is there. Immutable.
 *
 * @param runtime where
 * @param view sees what has come of it
 * @param scheduler waits for new instances to prove themselves
 * @param notices told of images on their way
 */
record Performer(WorkloadRuntime runtime, RuntimeView view, Scheduler scheduler, WorkloadNotices notices) {
    /** A new instance that lives so long is believed to be well, if nothing else tells. */
    static final Duration PROOF = Duration.ofSeconds(1);

    private static final Duration SLICE = Duration.ofMillis(100);

    /** Makes an instance, and starts it if it should run. */
    Applied create(WorkloadRecord wanted, CancellationToken cancellation) throws InterruptedException {
        runtime.prepare(wanted.key(), wanted.spec(), notices, cancellation);
        InstanceHandle made = runtime.create(nameOf(wanted), wanted.spec());
        if (wanted.desired() == DesiredState.RUNNING) {
            runtime.start(made);
        }
        return applied(wanted, made.value());
    }

    /** Makes an instance that is already there the workload's own. */
    Applied adopt(WorkloadRecord wanted, Instance instance) throws InterruptedException {
        runtime.promote(instance.handle(), wanted.spec());
        return applied(wanted, instance.handle().value());
    }

    /** Changes an instance in place. */
    Applied update(WorkloadRecord wanted, InstanceHandle instance) throws InterruptedException {
        runtime.update(instance, nameOf(wanted), wanted.spec());
        return applied(wanted, instance.value());
    }

    /** Brings a new instance in an old one's place. If it does not come to live, the old one goes on. */
    Applied replace(WorkloadRecord wanted, Step.Replace step, CancellationToken cancellation)
            throws InterruptedException {
        InstanceHandle old = step.old().handle();
        runtime.prepare(wanted.key(), wanted.spec(), notices, cancellation);
        InstanceHandle made = runtime.create(nameOf(wanted), wanted.spec());
        boolean lives = false;
        try {
            if (wanted.desired() == DesiredState.RUNNING) {
                if (step.change() == Change.IN_TURN) {
                    runtime.stop(old, wanted.spec().stopGrace());
                }
                runtime.start(made);
                requireLife(wanted, made, cancellation);
            }
            lives = true;
        } finally {
            if (!lives) {
                goBack(step, made);
            }
        }
        runtime.stop(old, wanted.spec().stopGrace());
        runtime.destroy(old);
        runtime.promote(made, wanted.spec());
        return applied(wanted, made.value());
    }

    private void goBack(Step.Replace step, InstanceHandle made) throws InterruptedException {
        runtime.destroy(made);
        if (step.old().state() == Instance.State.RUNNING) {
            runtime.start(step.old().handle());
        }
    }

    private void requireLife(WorkloadRecord wanted, InstanceHandle made, CancellationToken cancellation)
            throws InterruptedException {
        long end = scheduler.nanoTime() + PROOF.toNanos();
        while (true) {
            Optional<Instance> seen = look(made);
            if (seen.isEmpty() || seen.get().failed() || seen.get().state() == Instance.State.EXITED) {
                throw Failure.cannot(
                                ErrorCode.EXITED,
                                "replace workload",
                                wanted.key().toString(),
                                "the new revision ended at once ("
                                        + seen.map(Instance::message).orElse("it is gone") + ")",
                                "apply it under another id to see its log, or apply another revision; the old one goes on")
                        .toException();
            }
            boolean starting = seen.get()
                    .health()
                    .filter(h -> h == Instance.Health.STARTING)
                    .isPresent();
            if (!starting && scheduler.nanoTime() - end >= 0) {
                requireHealth(wanted, seen.get());
                return;
            }
            if (cancellation.isCancelled()) {
                throw new InterruptedException("a newer wish for " + wanted.key());
            }
            scheduler.sleep(SLICE);
        }
    }

    private Optional<Instance> look(InstanceHandle made) throws InterruptedException {
        view.look();
        Sight sight = view.sight();
        if (sight.trouble().isPresent()) {
            throw sight.trouble().get().toException();
        }
        return sight.of(made.workload()).orElseThrow().stream()
                .filter(instance -> instance.handle().equals(made))
                .findFirst();
    }

    private static void requireHealth(WorkloadRecord wanted, Instance seen) {
        if (seen.unhealthy()) {
            throw Failure.cannot(
                            ErrorCode.UNHEALTHY,
                            "replace workload",
                            wanted.key().toString(),
                            "the new revision " + seen.message(),
                            "apply it under another id to see its log, or apply another revision; the old one goes on")
                    .toException();
        }
    }

    /** Removes all that is there of a workload. */
    void remove(WorkloadRecord wanted, Step.Remove step) throws InterruptedException {
        for (Instance instance : step.instances()) {
            runtime.stop(instance.handle(), wanted.spec().stopGrace());
            runtime.destroy(instance.handle());
        }
        if (wanted.deletion().orElseThrow().withData()) {
            runtime.destroyData(wanted.key());
        }
    }

    /** Removes instances that nobody needs. */
    void discard(Step.Discard step) throws InterruptedException {
        for (Instance instance : step.instances()) {
            runtime.destroy(instance.handle());
        }
    }

    /** Starts an instance once more; one that still runs is stopped first. */
    void restart(WorkloadRecord wanted, Instance instance) throws InterruptedException {
        if (instance.state() == Instance.State.RUNNING) {
            runtime.stop(instance.handle(), wanted.spec().stopGrace());
        }
        runtime.start(instance.handle());
    }

    void stop(WorkloadRecord wanted, InstanceHandle instance) throws InterruptedException {
        runtime.stop(instance, wanted.spec().stopGrace());
    }

    static Applied applied(WorkloadRecord wanted, String handle) {
        return new Applied(wanted.revision(), wanted.digest(), wanted.spec(), handle);
    }

    private static InstanceName nameOf(WorkloadRecord wanted) {
        return new InstanceName(wanted.key(), wanted.revision(), wanted.digest());
    }
}
