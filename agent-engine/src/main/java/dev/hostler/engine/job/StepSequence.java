package dev.hostler.engine.job;

import dev.hostler.api.job.StepConclusion;
import dev.hostler.api.job.StepResult;
import dev.hostler.api.job.StepSpec;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.engine.log.MaskedLog;
import dev.hostler.engine.sandbox.SandboxSession;
import dev.hostler.engine.sandbox.StepEnd;
import dev.hostler.engine.sandbox.StepOrder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Runs the steps of one job in their order and judges them. Confined to the job's thread. */
final class StepSequence {
    private final JobRooms rooms;
    private final LiveJob job;
    private final JobPlan plan;
    private final Map<String, String> secrets;
    private final SandboxSession session;
    private final MaskedLog log;
    private final JobReport report;
    private final JobEvents events;
    /** The first thing that went wrong; it stays the job's verdict whatever later steps do. */
    private Optional<Verdict> bad = Optional.empty();

    StepSequence(
            JobRooms rooms,
            LiveJob job,
            JobPlan plan,
            Map<String, String> secrets,
            SandboxSession session,
            MaskedLog log,
            JobReport report,
            JobEvents events) {
        this.rooms = rooms;
        this.job = job;
        this.plan = plan;
        this.secrets = secrets;
        this.session = session;
        this.log = log;
        this.report = report;
        this.events = events;
    }

    Verdict run() throws InterruptedException {
        List<StepSpec> steps = plan.pipeline().steps();
        boolean canRun = true;
        for (int index = 0; index < steps.size(); index++) {
            StepSpec step = steps.get(index);
            if (canRun && due(step)) {
                canRun = carryOut(index, step);
            } else {
                record(index, StepResult.skipped(step.name(), job.log().size()));
            }
        }
        return bad.orElseGet(Verdict::succeeded);
    }

    private boolean due(StepSpec step) {
        noteStop();
        return switch (step.condition()) {
            case SUCCESS -> bad.isEmpty();
            case FAILURE -> bad.isPresent() && !job.stop().isCancelled();
            case ALWAYS -> true;
        };
    }

    private void noteStop() {
        if (bad.isEmpty()) {
            bad = job.stop().reason().map(reason -> Verdict.stopped(job.key(), reason, plan.timeout()));
        }
    }

    /** Runs one step. Returns whether the sandbox can run another one. */
    private boolean carryOut(int index, StepSpec step) throws InterruptedException {
        Scheduler scheduler = rooms.scheduler();
        log.note("step " + (index + 1) + "/" + plan.pipeline().steps().size() + ": " + step.name());
        long offset = job.log().size();
        events.stepStarted(index, step.name(), offset);
        StepDeadline deadline =
                new StepDeadline(scheduler, job.stop(), rooms.limits().grace(), step.timeout());
        long start = scheduler.nanoTime();
        StepEnd end = session.run(order(index, step), (bytes, length) -> log.write(bytes, 0, length), deadline);
        log.flushStep();
        Duration duration = Duration.ofNanos(scheduler.nanoTime() - start);
        return judge(
                index,
                step,
                end,
                new StepResult(step.name(), StepConclusion.SUCCEEDED, OptionalInt.of(0), duration, offset));
    }

    private StepOrder order(int index, StepSpec step) {
        Map<String, String> env = new LinkedHashMap<>(plan.env());
        plan.pipeline().secrets().forEach(name -> env.put(name, secrets.getOrDefault(name, "")));
        env.putAll(step.env());
        return new StepOrder(index + 1, step.command(), env, step.workdir());
    }

    private boolean judge(int index, StepSpec step, StepEnd end, StepResult ran) {
        StepOutcome outcome = StepOutcome.of(job, step, end, plan.timeout());
        record(
                index,
                new StepResult(ran.name(), outcome.conclusion(), outcome.exitCode(), ran.duration(), ran.logOffset()));
        outcome.verdict().filter(verdict -> !forgiven(step, outcome)).ifPresent(this::remember);
        outcome.verdict()
                .filter(verdict -> forgiven(step, outcome))
                .ifPresent(verdict -> log.note("step '" + step.name() + "' failed; the job goes on, as the step says"));
        return outcome.sandboxUsable();
    }

    /** A step that may fail is forgiven its own failure or timeout, not the end of the job or of the sandbox. */
    private static boolean forgiven(StepSpec step, StepOutcome outcome) {
        return step.continueOnError() && outcome.sandboxUsable() && !outcome.endsJob();
    }

    private void remember(Verdict verdict) {
        if (bad.isEmpty()) {
            bad = Optional.of(verdict);
        }
    }

    private void record(int index, StepResult result) {
        report.step(result);
        events.stepFinished(index, result);
    }
}
