package dev.hostler.engine.workload;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.spi.Instance;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.api.workload.DesiredState;
import dev.hostler.api.workload.WorkloadAction;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.engine.state.Applied;
import dev.hostler.engine.state.Progress;
import dev.hostler.engine.state.WorkloadEdit;
import dev.hostler.engine.state.WorkloadRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/**
 * What is stored of a step that was taken. Each note is put on what is stored by then: a wish that came meanwhile stays.
 * Immutable.
 *
 * @param planned the workload as it was when the step was planned
 * @param scheduler tells the time
 * @param actions the number of the last action
 * @param startedAt when the step began
 */
record WorkloadNote(WorkloadRecord planned, Scheduler scheduler, AtomicLong actions, Instant startedAt) {
    /** Starts a note on what is stored. */
    static WorkloadEdit editOf(Optional<WorkloadRecord> known, WorkloadKey key) {
        return WorkloadEdit.of(known.orElseThrow(() -> Failure.cannot(
                        ErrorCode.INTERNAL, "note workload", key.toString(), "it is not stored", "report this defect")
                .toException()));
    }

    /** It was made, changed or taken over. */
    UnaryOperator<WorkloadEdit> applied(Applied applied) {
        return edit -> {
            WorkloadRecord current = edit.record().orElseThrow().withApplied(applied);
            return changed(edit, progressed(current, Progress.MET), ended(current, Optional.empty()));
        };
    }

    /** It was made again, after somebody had removed it from the host. */
    UnaryOperator<WorkloadEdit> restored(Applied applied) {
        return edit -> {
            WorkloadRecord current = edit.record().orElseThrow().withApplied(applied);
            return changed(edit, progressed(current, attempted(current).well()), restoring(Optional.empty()));
        };
    }

    /** An instance that was there is the one that is wanted; it may be yet to be started, or stopped. */
    UnaryOperator<WorkloadEdit> found(Applied applied, Instance instance) {
        boolean runs = instance.state() == Instance.State.RUNNING || instance.state() == Instance.State.PAUSED;
        return runs == (planned.desired() == DesiredState.RUNNING)
                ? applied(applied)
                : edit -> WorkloadEdit.of(edit.record().orElseThrow().withApplied(applied));
    }

    /** It is well. */
    UnaryOperator<WorkloadEdit> settled() {
        return edit -> WorkloadEdit.of(progressed(edit.record().orElseThrow(), Progress.MET));
    }

    /** It was started or stopped, as its wish says. */
    UnaryOperator<WorkloadEdit> met() {
        return edit -> {
            WorkloadRecord current = edit.record().orElseThrow();
            return changed(edit, progressed(current, Progress.MET), ended(current, Optional.empty()));
        };
    }

    /** It was started again after it had ended. */
    UnaryOperator<WorkloadEdit> restarted() {
        return edit -> {
            WorkloadRecord current = edit.record().orElseThrow();
            return changed(edit, progressed(current, attempted(current).well()), restoring(Optional.empty()));
        };
    }

    /** What is left of an earlier wish was started again; that says nothing of how it goes with the newer one. */
    UnaryOperator<WorkloadEdit> revived(Optional<Failure> failure) {
        return edit -> new WorkloadEdit(edit.record(), restoring(failure));
    }

    /**
     * The step has failed.
     *
     * @param restoring whether it was to bring back what had been as wanted before
     */
    UnaryOperator<WorkloadEdit> failed(Failure failure, boolean restoring) {
        return edit -> {
            WorkloadRecord current = edit.record().orElseThrow();
            Optional<Failure> why = Optional.of(failure);
            return changed(
                    edit,
                    progressed(current, afterFailure(current, failure)),
                    restoring ? restoring(why) : ended(current, why));
        };
    }

    /** A host that can't be asked is no attempt that counts. */
    private static Progress afterFailure(WorkloadRecord current, Failure failure) {
        Progress progress = current.progress();
        if (failure.code() == ErrorCode.RUNTIME_UNAVAILABLE) {
            return progress.hindered(failure);
        }
        Progress attempted = progress.attempted(Optional.of(failure));
        int most = current.spec().restart().retries();
        // What has run once is no bad input: an engine on its way down refuses with the same status.
        boolean wrong = failure.code() == ErrorCode.INVALID_INPUT && !progress.met();
        boolean hopeless = wrong || most > 0 && attempted.attempts() > most;
        return hopeless && current.deletion().isEmpty() ? attempted.gaveUp(failure) : attempted;
    }

    /** It has ended, or is unhealthy, and is not started again. */
    UnaryOperator<WorkloadEdit> concluded(Instance instance) {
        return edit -> {
            WorkloadRecord current = edit.record().orElseThrow();
            Progress progress = instance.failed()
                            || instance.unhealthy()
                            || current.spec().restart().restarts(false)
                    ? current.progress().gaveUp(whyEnded(planned.key(), instance))
                    : current.progress().done();
            return changed(edit, progressed(current, progress), List.of());
        };
    }

    /** It is gone. */
    WorkloadEdit forgotten(Optional<WorkloadRecord> known) {
        return known.isPresent() && !isSameWish(known.get())
                ? WorkloadEdit.of(known.get())
                : new WorkloadEdit(
                        Optional.empty(), List.of(action(planned, WorkloadAction.Kind.DELETE, Optional.empty())));
    }

    /** Returns why a workload that has ended, or is unhealthy, is not as wanted. */
    static Failure whyEnded(WorkloadKey key, Instance instance) {
        if (instance.unhealthy()) {
            return Failure.cannot(
                    ErrorCode.UNHEALTHY,
                    "keep workload",
                    key.toString(),
                    "it " + instance.message(),
                    "look at its log, or at what it is asked; apply it again to start it once more");
        }
        return Failure.cannot(
                instance.outOfMemory() ? ErrorCode.MEMORY_LIMIT : ErrorCode.EXITED,
                "keep workload",
                key.toString(),
                instance.outOfMemory() ? "it has reached its memory limit" : "it has ended: " + instance.message(),
                "look at its log; apply it again to start it once more");
    }

    private static Progress attempted(WorkloadRecord current) {
        return current.progress().attempted(Optional.empty());
    }

    /** What was done for an earlier wish says nothing of how it goes with this one. */
    private WorkloadRecord progressed(WorkloadRecord current, Progress progress) {
        return isSameWish(current) ? current.withProgress(progress) : current;
    }

    private boolean isSameWish(WorkloadRecord current) {
        return current.action() == planned.action();
    }

    private static WorkloadEdit changed(WorkloadEdit before, WorkloadRecord record, List<WorkloadAction> actions) {
        return before.record().equals(Optional.of(record)) ? before : new WorkloadEdit(Optional.of(record), actions);
    }

    private List<WorkloadAction> ended(WorkloadRecord current, Optional<Failure> failure) {
        return isSameWish(current)
                ? List.of(action(
                        current,
                        current.deletion().isPresent() ? WorkloadAction.Kind.DELETE : WorkloadAction.Kind.APPLY,
                        failure))
                : List.of();
    }

    private WorkloadAction action(WorkloadRecord current, WorkloadAction.Kind kind, Optional<Failure> failure) {
        return new WorkloadAction(
                current.action(),
                current.key(),
                kind,
                failure.isPresent() ? WorkloadAction.State.FAILED : WorkloadAction.State.COMPLETED,
                failure,
                current.updatedAt(),
                Optional.of(startedAt),
                Optional.of(scheduler.now()));
    }

    private List<WorkloadAction> restoring(Optional<Failure> failure) {
        return List.of(new WorkloadAction(
                actions.incrementAndGet(),
                planned.key(),
                WorkloadAction.Kind.RESTORE,
                failure.isPresent() ? WorkloadAction.State.FAILED : WorkloadAction.State.COMPLETED,
                failure,
                startedAt,
                Optional.of(startedAt),
                Optional.of(scheduler.now())));
    }
}
