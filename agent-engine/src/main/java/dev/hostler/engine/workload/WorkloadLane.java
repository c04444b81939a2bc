package dev.hostler.engine.workload;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.Failure;
import dev.hostler.api.event.AgentEvent;
import dev.hostler.api.job.ImagePull;
import dev.hostler.api.spi.Instance;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.api.spi.WorkloadRuntime;
import dev.hostler.api.workload.Workload;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.api.workload.WorkloadPhase;
import dev.hostler.api.workload.WorkloadStatus;
import dev.hostler.engine.state.Progress;
import dev.hostler.engine.state.WorkloadCommit;
import dev.hostler.engine.state.WorkloadEdit;
import dev.hostler.engine.state.WorkloadRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One workload's way from wish to host: one step at a time, each planned from what is there then. Thread-safe.
 *
 * <p>Implementation note: the object's lock guards all that is not final. A lane has a thread only while it has a step to
 * take; the thread holds no lock while it asks the store or the runtime.
 */
final class WorkloadLane {
    private static final Logger LOG = LoggerFactory.getLogger(WorkloadLane.class);

    private final WorkloadRooms rooms;
    private final RuntimeView view;
    private final Planner planner;
    private final StepRunner steps;
    private final Runnable whenGone;
    private final Alarm alarm;

    private WorkloadRecord record;
    private boolean busy;
    private boolean closed;
    private boolean gone;
    private Optional<String> acting = Optional.empty();
    private Duration notBefore;
    private Revival revival = Revival.NONE;
    private Optional<Instant> nextAttempt = Optional.empty();
    private Scheduler.@Nullable Task thread;
    private StepStop stop = new StepStop();
    private WorkloadPhase shown = WorkloadPhase.PENDING;
    private Optional<String> shownStage = Optional.empty();

    WorkloadLane(WorkloadRooms rooms, RuntimeView view, WorkloadRecord record, Runnable whenGone) {
        this.rooms = rooms;
        this.view = view;
        this.planner = new Planner(view.runtime()::change);
        this.steps = new StepRunner(new Performer(view.runtime(), view, rooms.scheduler(), this::imagePulling), view);
        this.record = record;
        this.notBefore = rooms.scheduler().sinceBoot();
        this.whenGone = whenGone;
        this.alarm = new Alarm(rooms.scheduler(), this::wake);
    }

    WorkloadKey key() {
        return record().key();
    }

    /** Returns whether its workload is on this runtime. */
    boolean isOn(WorkloadRuntime runtime) {
        return view.runtime() == runtime;
    }

    synchronized WorkloadRecord record() {
        return record;
    }

    synchronized boolean isGone() {
        return gone;
    }

    synchronized Workload workload() {
        return new StatusReport(record, view.sight(), view.usage(), acting, nextAttempt).workload();
    }

    /** What is of interest to the lane itself. */
    private StatusReport report() {
        return new StatusReport(record, view.sight(), Map.of(), acting, nextAttempt);
    }

    /**
     * Takes a wish that is stored; a step for an older one ends as soon as it can. An older wish changes nothing.
     *
     * @return whether this lane is still the workload's; if not, the wish needs another one
     */
    boolean wish(WorkloadRecord stored) {
        StepStop older;
        synchronized (this) {
            if (gone) {
                return false;
            }
            if (stored.action() <= record.action()) {
                return true;
            }
            record = stored;
            notBefore = now();
            revival = Revival.NONE;
            older = stop;
        }
        older.request();
        wake();
        return true;
    }

    /** Looks whether there is something to do, and does it on a thread of the lane's own. */
    void wake() {
        synchronized (this) {
            if (!busy && !closed && !gone && next().isPresent()) {
                busy = true;
                thread = rooms.scheduler()
                        .start("hostler-workload-" + record.key().id(), this::run);
            }
        }
        tell();
    }

    /** Lets go of the workload, which stays as it is; waits for a step under way to end, at most so long. */
    boolean close(Duration limit) throws InterruptedException {
        Scheduler.Task running;
        synchronized (this) {
            closed = true;
            alarm.cancel();
            running = busy ? thread : null;
            notifyAll();
        }
        if (running == null) {
            return true;
        }
        running.cancel();
        return running.join(limit);
    }

    /** Waits until the workload is as wanted or has failed, or is gone. */
    void awaitSettled(Duration limit) throws InterruptedException {
        await(limit, this::isSettled);
    }

    boolean awaitGone(Duration limit) throws InterruptedException {
        await(limit, this::isGone);
        return isGone();
    }

    private synchronized void await(Duration limit, BooleanSupplier over) throws InterruptedException {
        long end = rooms.scheduler().nanoTime() + limit.toNanos();
        for (long left = limit.toNanos();
                left > 0 && !over.getAsBoolean();
                left = end - rooms.scheduler().nanoTime()) {
            wait(Math.max(1, left / 1_000_000));
        }
    }

    private boolean isSettled() {
        return gone
                || closed
                || switch (report().status().phase()) {
                    case RUNNING, STOPPED, COMPLETED, FAILED -> true;
                    case PENDING, DELETING, UNKNOWN, QUARANTINED -> false;
                };
    }

    private void run() {
        try {
            for (Optional<Step> step = nextOrLeave(); step.isPresent(); step = nextOrLeave()) {
                take(step.get());
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            leave();
        } catch (RuntimeException | Error defect) {
            LOG.error("Workload {} stays as it is until its wish changes: a defect of Hostler", record().key(), defect);
            leave();
        }
        tell();
    }

    private synchronized Optional<Step> nextOrLeave() {
        Optional<Step> step = closed || gone ? Optional.empty() : next();
        if (step.isEmpty()) {
            leave();
        } else {
            stop = new StepStop();
        }
        return step;
    }

    private synchronized void leave() {
        busy = false;
        acting = Optional.empty();
    }

    /** Plans the next step; empty if there is none now. Sets the alarm if there is one later. */
    private Optional<Step> next() {
        Optional<List<Instance>> there = view.sight().of(record.key());
        Step step = there.map(instances -> planner.plan(record, instances)).orElseGet(Step.Nothing::new);
        nextAttempt = Optional.empty();
        if (step instanceof Step.Nothing) {
            return meanwhile(there).or(() -> there.filter(WorkloadLane::isWell).flatMap(well -> settle()));
        }
        Optional<Step> now = onceItIs(notBefore, step);
        if (now.isPresent()) {
            return now;
        }
        nextAttempt = Optional.of(rooms.scheduler().now().plus(notBefore.minus(now())));
        return meanwhile(there);
    }

    /** What an earlier wish has left goes on while the newer one waits; it has a pace of its own. */
    private Optional<Step> meanwhile(Optional<List<Instance>> there) {
        Step step = there.map(instances -> planner.planMeanwhile(record, instances, revival.times()))
                .orElseGet(Step.Nothing::new);
        return step instanceof Step.Nothing ? Optional.empty() : onceItIs(revival.notBefore(), step);
    }

    /** Returns the step if its time has come; else sets the alarm for it. */
    private Optional<Step> onceItIs(Duration time, Step step) {
        Duration wait = time.minus(now());
        if (wait.isNegative() || wait.isZero()) {
            return Optional.of(step);
        }
        alarm.set(wait);
        return Optional.empty();
    }

    private static boolean isWell(List<Instance> there) {
        return there.stream().noneMatch(Instance::unhealthy);
    }

    /** A workload that has run well for long starts with a clean sheet. */
    private Optional<Step> settle() {
        Progress progress = record.progress();
        if (progress.attempts() == 0 || progress.gaveUp() || progress.completed()) {
            return Optional.empty();
        }
        return onceItIs(notBefore.plus(Backoff.WELL), new Step.Settle());
    }

    private void take(Step step) throws InterruptedException {
        WorkloadRecord wanted = record();
        rooms.faults().takes(step.getClass().getSimpleName(), wanted.key());
        StepStop mine = begin(step);
        Instant startedAt = rooms.scheduler().now();
        long begun = rooms.scheduler().nanoTime();
        try {
            carryOut(step, wanted, mine, startedAt);
            measure(step, "done", begun);
        } catch (AgentException failed) {
            measure(step, "failed", begun);
            note(step, wanted, failed.failure(), startedAt);
        } catch (InterruptedException stopped) {
            if (!mine.isCancelled()) {
                throw stopped;
            }
        }
        if (!isGone()) {
            view.look();
        }
        tell();
    }

    private void measure(Step step, String outcome, long begun) {
        rooms.metrics()
                .time(
                        "hostler.workload.step",
                        Map.of("step", StepWords.name(step), "outcome", outcome),
                        Duration.ofNanos(rooms.scheduler().nanoTime() - begun));
    }

    private synchronized StepStop begin(Step step) {
        acting = Optional.of(StepWords.doing(step));
        return stop;
    }

    private void carryOut(Step step, WorkloadRecord wanted, StepStop mine, Instant startedAt)
            throws InterruptedException {
        WorkloadNote note = new WorkloadNote(wanted, rooms.scheduler(), rooms.actions(), startedAt);
        StepOutcome outcome = steps.run(step, wanted, note, mine);
        if (outcome.after() == StepOutcome.After.PACE_REVIVAL) {
            paceRevival();
        }
        outcome.note().ifPresent(this::store);
        if (outcome.after() == StepOutcome.After.PACE) {
            pace();
        } else if (outcome.after() == StepOutcome.After.FORGET) {
            forget(note);
        }
    }

    private synchronized void paceRevival() {
        revival = revival.again(now());
    }

    /** After an attempt the next one waits, longer each time. */
    private synchronized void pace() {
        notBefore = now().plus(Backoff.after(record.progress().attempts()));
    }

    private Duration now() {
        return rooms.scheduler().sinceBoot();
    }

    private void note(Step step, WorkloadRecord wanted, Failure failure, Instant startedAt) {
        WorkloadNote note = new WorkloadNote(wanted, rooms.scheduler(), rooms.actions(), startedAt);
        try {
            store(note.failed(failure, StepWords.restores(step, wanted)));
        } catch (AgentException unstored) {
            LOG.warn("Workload {} failed, and that can't be stored: {}", wanted.key(), unstored.getMessage());
        }
        synchronized (this) {
            if (record.action() == wanted.action()) {
                notBefore =
                        now().plus(Backoff.after(Math.max(1, record.progress().attempts())));
            }
        }
    }

    /** Stores what has come of a step, unless the wish has changed meanwhile: then what is there counts, and no note. */
    private void store(UnaryOperator<WorkloadEdit> note) {
        WorkloadKey key = key();
        Optional<WorkloadRecord> stored =
                rooms.store().change(WorkloadCommit.NOTED, key, known -> note.apply(WorkloadNote.editOf(known, key)));
        synchronized (this) {
            stored.filter(noted -> noted.action() >= record.action()).ifPresent(noted -> record = noted);
        }
    }

    private void forget(WorkloadNote note) {
        WorkloadKey key = note.planned().key();
        Optional<WorkloadRecord> newer = rooms.store().change(WorkloadCommit.FORGOTTEN, key, note::forgotten);
        if (newer.isPresent()) {
            return;
        }
        synchronized (this) {
            if (record.action() > note.planned().action()) {
                // A new wish for the same id was stored after this one was forgotten.
                return;
            }
            gone = true;
            notifyAll();
        }
        whenGone.run();
        rooms.events().publish((sequence, time) -> new AgentEvent.WorkloadGone(sequence, time, key));
    }

    private void imagePulling(ImagePull pull) {
        WorkloadKey key = record().key();
        rooms.events().publish((sequence, time) -> new AgentEvent.WorkloadImagePulling(sequence, time, key, pull));
    }

    /** Tells of a new phase or stage, and everybody who waits. */
    private void tell() {
        WorkloadStatus now;
        synchronized (this) {
            notifyAll();
            now = report().status();
            // Some runtimes tell of stages within a phase. While a step is taken, its words stand in the place of
            // theirs.
            Optional<String> stage = acting.isPresent()
                    ? shownStage
                    : Optional.ofNullable(now.details().get("stage"));
            if (gone || now.phase() == shown && stage.equals(shownStage)) {
                return;
            }
            shown = now.phase();
            shownStage = stage;
        }
        WorkloadKey key = key();
        rooms.events()
                .publish((sequence, time) ->
                        new AgentEvent.WorkloadChanged(sequence, time, key, now.phase(), now.message()));
    }
}
