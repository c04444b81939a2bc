package dev.hostler.engine.job;

import dev.hostler.api.job.StepConclusion;
import dev.hostler.api.job.StepResult;
import dev.hostler.api.job.StepSpec;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.engine.fault.FaultPoint;
import dev.hostler.engine.log.LogCheckpoint;
import dev.hostler.engine.log.MaskedLog;
import dev.hostler.engine.sandbox.OutputSink;
import dev.hostler.engine.sandbox.Session;
import dev.hostler.engine.sandbox.StepEnd;
import dev.hostler.engine.sandbox.StepOrder;
import dev.hostler.engine.sandbox.StopRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Runs the steps of one job in their order and judges them. Confined to the job's thread. */
final class StepSequence {
    private final JobRooms rooms;
    private final LiveJob job;
    private final JobPlan plan;
    private final Map<String, String> secrets;
    private final Session session;
    private final StepJournal journal;
    private final MaskedLog log;
    private final Optional<MaskedLog> errors;
    private final JobReport report;
    private final JobEvents events;
    private final WorkspaceWatch workspace;
    private final MemoryWatch memory;
    private final OverdueNotice overdue;
    /** The first thing that went wrong; it stays the job's verdict whatever later steps do. */
    private Optional<Verdict> bad = Optional.empty();

    private boolean sandboxUsable = true;

    StepSequence(
            JobRooms rooms,
            LiveJob job,
            JobPlan plan,
            Map<String, String> secrets,
            Session session,
            StepJournal journal,
            Telling telling,
            WorkspaceWatch workspace) {
        this.rooms = rooms;
        this.job = job;
        this.plan = plan;
        this.secrets = secrets;
        this.session = session;
        this.journal = journal;
        this.log = telling.log();
        this.errors = telling.errors();
        this.report = telling.report();
        this.events = telling.events();
        this.workspace = workspace;
        this.memory = new MemoryWatch(session);
        this.overdue = telling.overdue();
    }

    /** Runs all steps. */
    Verdict run() throws InterruptedException {
        job.steps().planned(plan.pipeline().steps());
        return runFrom(0);
    }

    /** Goes on where an earlier run of the agent was, with the log cut to where that step's output is read again. */
    Verdict resume(StepJournal.Progress progress) throws InterruptedException {
        List<StepSpec> steps = plan.pipeline().steps();
        job.steps().planned(steps);
        for (StepResult result : progress.ended()) {
            StepSpec step = steps.get(report.steps().size());
            StepOutcome.ofEarlier(job.key(), step, result).ifPresent(this::remember);
            sandboxUsable = StepOutcome.leftTheSandboxUsable(result);
            if (result.conclusion() == StepConclusion.CANCELLED) {
                job.stop().request(JobStop.Reason.CANCELLED);
            }
            note(report.steps().size(), result);
        }
        if (!progress.ended().isEmpty()) {
            memory.startFromHere();
        }
        if (progress.open().isPresent()) {
            takeUp(progress.open().get());
        }
        return runFrom(report.steps().size());
    }

    private Verdict runFrom(int first) throws InterruptedException {
        List<StepSpec> steps = plan.pipeline().steps();
        for (int index = first; index < steps.size(); index++) {
            StepSpec step = steps.get(index);
            boolean stoppedBefore = noteStop();
            if (sandboxUsable && due(step, stoppedBefore)) {
                carryOut(index, step, stoppedBefore);
            } else {
                record(index, StepResult.skipped(step.name(), job.log().size()));
            }
        }
        noteSize();
        return bad.orElseGet(Verdict::succeeded);
    }

    /** What the last step has made is counted as well, however quick it was. */
    private void noteSize() throws InterruptedException {
        if (bad.isEmpty()) {
            workspace.look();
            workspace
                    .overrun()
                    .map(reached -> Verdict.failed(reached.failure(job.key(), reached.words())))
                    .ifPresent(this::remember);
        }
    }

    private boolean due(StepSpec step, boolean stoppedBefore) {
        return switch (step.condition()) {
            case SUCCESS -> bad.isEmpty();
            case FAILURE -> bad.isPresent() && !stoppedBefore;
            case ALWAYS -> true;
        };
    }

    /** Returns whether the job is to end early; if so, that is its verdict, unless it has one. */
    private boolean noteStop() {
        Optional<JobStop.Reason> reason = job.stop().reason();
        reason.map(why -> Verdict.stopped(job.key(), why, plan.timeout())).ifPresent(this::remember);
        return reason.isPresent();
    }

    private void carryOut(int index, StepSpec step, boolean stoppedBefore) throws InterruptedException {
        overdue.tell(log);
        log.note("step " + (index + 1) + "/" + plan.pipeline().steps().size() + ": " + step.name());
        StepJournal.Start start =
                new StepJournal.Start(index, job.log().size(), rooms.scheduler().sinceBoot());
        journal.started(start);
        errors.ifPresent(apart -> journal.errorsReached(new LogCheckpoint(0, apart.size())));
        rooms.faults().reached(FaultPoint.STEP_NOTED, job.key());
        StepDeadline deadline = deadline(step, stoppedBefore, Duration.ZERO);
        StepOutput output = new StepOutput(log, journal, overdue, index, 0, errorsFrom(0));
        follow(start, step, deadline, () -> session.run(order(index, step), output, watching(output, deadline)));
    }

    private void takeUp(StepJournal.Open open) throws InterruptedException {
        StepJournal.Start start = open.start();
        StepSpec step = plan.pipeline().steps().get(start.index());
        Duration ran = rooms.scheduler().sinceBoot().minus(start.sinceBoot());
        StepDeadline deadline = deadline(step, false, ran);
        StepOutput output = new StepOutput(
                log, journal, overdue, start.index(), open.output().raw(), errorsFrom(open.rawErrors()));
        StopRequest stop = watching(output, deadline);
        follow(start, step, deadline, () -> {
            Optional<StepEnd> end =
                    session.resume(start.index() + 1, open.output().raw(), output, stop);
            return end.isPresent() ? end.get() : session.run(order(start.index(), step), output, stop);
        });
    }

    private Optional<OutputSink.Errors> errorsFrom(long known) {
        return errors.map(apart -> ErrorOutput.into(apart, journal, known));
    }

    /** How a step comes to its end; whatever it prints meanwhile is in the log then. */
    @FunctionalInterface
    private interface Way {
        StepEnd toTheEnd() throws InterruptedException;
    }

    private void follow(StepJournal.Start start, StepSpec step, StepDeadline deadline, Way way)
            throws InterruptedException {
        Instant startedAt = wallClockOf(start);
        job.steps().started(start.index(), startedAt);
        events.stepStarted(start.index(), step.name(), start.logOffset());
        StepEnd end = way.toTheEnd();
        log.flushStep();
        errors.ifPresent(MaskedLog::flushStep);
        OptionalLong logEnd = OptionalLong.of(log.size());
        Optional<Overrun> overrun = memory.look(end);
        StepOutcome outcome = StepOutcome.of(
                job, step, end, plan.timeout(), workspace.overrun().or(() -> overrun), session.executor());
        record(
                start.index(),
                new StepResult(
                        step.name(),
                        outcome.conclusion(),
                        outcome.exitCode(),
                        deadline.elapsed(),
                        start.logOffset(),
                        logEnd,
                        Optional.of(startedAt)));
        judge(step, outcome);
    }

    private void judge(StepSpec step, StepOutcome outcome) {
        sandboxUsable = outcome.sandboxUsable();
        if (outcome.verdict().isPresent() && outcome.isForgiven(step)) {
            log.note("step '" + step.name() + "' failed; the job goes on, as the step says");
        } else {
            outcome.verdict().ifPresent(this::remember);
        }
    }

    private StepDeadline deadline(StepSpec step, boolean cleansUp, Duration alreadyRan) {
        Scheduler scheduler = rooms.scheduler();
        return new StepDeadline(
                scheduler, job.stop(), rooms.limits().grace(), step.timeout(), cleansUp, workspace, alreadyRan);
    }

    /** Whoever follows the step asks for its end many times a second, also while it prints nothing. */
    private static StopRequest watching(StepOutput output, StepDeadline deadline) {
        return () -> {
            output.warnIfDue();
            return deadline.grace();
        };
    }

    private StepOrder order(int index, StepSpec step) {
        Map<String, String> env = new LinkedHashMap<>(plan.env());
        plan.pipeline().secrets().forEach(name -> env.put(name, secrets.getOrDefault(name, "")));
        env.putAll(step.env());
        return new StepOrder(index + 1, step.command(), env, step.workdir());
    }

    private void remember(Verdict verdict) {
        if (bad.isEmpty()) {
            bad = Optional.of(verdict);
        }
    }

    private void record(int index, StepResult result) {
        journal.ended(index, result);
        rooms.faults().reached(FaultPoint.STEP_RECORDED, job.key());
        note(index, result);
        events.stepFinished(index, result);
    }

    private void note(int index, StepResult result) {
        report.step(result);
        job.steps().ended(index, result);
    }

    /** A step may have been started by an earlier run of the agent, which has noted the boot clock. */
    private Instant wallClockOf(StepJournal.Start start) {
        Scheduler scheduler = rooms.scheduler();
        return scheduler
                .now()
                .minus(scheduler.sinceBoot().minus(start.sinceBoot()))
                .truncatedTo(ChronoUnit.MILLIS);
    }
}
