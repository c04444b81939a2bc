package dev.hostler.engine.job;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.job.JobKey;
import dev.hostler.api.job.StepConclusion;
import dev.hostler.api.job.StepResult;
import dev.hostler.api.job.StepSpec;
import dev.hostler.engine.sandbox.StepEnd;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the end of a step means for the step, its job and its sandbox. Immutable.
 *
 * @param conclusion the step's conclusion
 * @param exitCode the step's exit code, if it has one
 * @param verdict what the job comes to, unless the step succeeded
 * @param sandboxUsable whether another step can run in the sandbox
 * @param endsJob whether the job ends with it even if the step may fail
 */
record StepOutcome(
        StepConclusion conclusion,
        OptionalInt exitCode,
        Optional<Verdict> verdict,
        boolean sandboxUsable,
        boolean endsJob) {

    /** What a shell says of a program that was killed; a lost step has an exit code only if its fence ended it. */
    private static final int KILLED = 137;

    /**
     * Judges the end of a step.
     *
     * @param timeout the job's timeout
     * @param overrun the limit that the step has reached, if it has
     * @param executor the sandbox's executor, for people
     */
    static StepOutcome of(
            LiveJob job, StepSpec step, StepEnd end, Duration timeout, Optional<Overrun> overrun, String executor) {
        if (end instanceof StepEnd.Exited exited) {
            return exited(job.key(), step, exited.code(), overrun);
        }
        if (end instanceof StepEnd.Stopped stopped) {
            return stopped(job, step, stopped.code(), timeout, overrun);
        }
        if (end instanceof StepEnd.SandboxEnded ended) {
            return sandboxEnded(job.key(), step, overrun, causeOf(ended, step, executor));
        }
        if (end instanceof StepEnd.CutOff cut) {
            return unusable(
                    StepConclusion.LOST,
                    Verdict.lost(job.key(), "step '" + step.name() + "' was lost from sight: " + cut.cause()));
        }
        if (end instanceof StepEnd.Fenced fenced) {
            return fenced(job.key(), step, fenced);
        }
        return broken(job.key(), step, end);
    }

    /** An end after which nothing more can be done in the sandbox. */
    private static StepOutcome broken(JobKey job, StepSpec step, StepEnd end) {
        if (end instanceof StepEnd.Tampered tampered) {
            return broken(
                    job,
                    ErrorCode.SANDBOX_TAMPERED,
                    "in step '" + step.name() + "', " + tampered.what(),
                    "leave the supervisor's directories alone");
        }
        if (end instanceof StepEnd.OutputLimit limit) {
            return broken(
                    job,
                    ErrorCode.OUTPUT_LIMIT,
                    "step '" + step.name() + "' wrote more output than " + limit.bytes() + " bytes",
                    "write large output to a file and keep it as an artifact");
        }
        if (end instanceof StepEnd.OutputBacklog backlog) {
            return broken(
                    job,
                    ErrorCode.OUTPUT_LIMIT,
                    "step '" + step.name() + "' wrote faster than its output could be read, and more than "
                            + backlog.bytes() + " bytes of it lay on the disk",
                    "write large output to a file and keep it as an artifact");
        }
        return broken(
                job,
                ErrorCode.RUNTIME_UNAVAILABLE,
                "the sandbox does not answer in step '" + step.name() + "': " + ((StepEnd.NotAnswering) end).cause(),
                "submit the job anew");
    }

    /** Returns what the result of a step, noted by an earlier run of the agent, means for the job. */
    static Optional<Verdict> ofEarlier(JobKey job, StepSpec step, StepResult result) {
        return switch (result.conclusion()) {
            case SUCCEEDED, SKIPPED -> Optional.empty();
            case FAILED -> failedEarlier(job, step, result.exitCode());
            case TIMED_OUT ->
                step.continueOnError()
                        ? Optional.empty()
                        : Optional.of(Verdict.timedOut(job, "step '" + step.name() + "' ran longer than allowed"));
            case CANCELLED -> Optional.of(Verdict.stopped(job, JobStop.Reason.CANCELLED, Duration.ZERO));
            case LOST ->
                Optional.of(
                        result.exitCode().isPresent()
                                ? Verdict.fenced(job, step.name())
                                : Verdict.lost(job, "the sandbox ended in step '" + step.name() + "'"));
        };
    }

    /** Process 1 of a sandbox can't be killed from inside, and a host that goes down kills it. */
    private static String causeOf(StepEnd.SandboxEnded end, StepSpec step, String executor) {
        String place = " in step '" + step.name() + "'";
        if (end.silence().isPresent()) {
            String silence = end.silence().get().replace(';', ',');
            return "the sandbox ended" + place + ", while " + executor + " was away or restarted (" + silence + ")";
        }
        return end.state().exitCode().orElse(0) == KILLED
                ? "the sandbox was killed" + place + ", as when " + executor + " is stopped or restarted"
                : "the sandbox ended" + place;
    }

    /** A step that failed without an exit code was ended with its sandbox. */
    static boolean leftTheSandboxUsable(StepResult result) {
        return result.conclusion() != StepConclusion.LOST
                && (result.conclusion() != StepConclusion.FAILED
                        || result.exitCode().isPresent());
    }

    private static Optional<Verdict> failedEarlier(JobKey job, StepSpec step, OptionalInt exitCode) {
        if (exitCode.isEmpty()) {
            return Optional.of(Verdict.failed(Failure.cannot(
                    ErrorCode.RUNTIME_UNAVAILABLE,
                    "finish job",
                    job.id().value(),
                    "step '" + step.name() + "' was ended with its sandbox",
                    "see its output in the job's log")));
        }
        return step.continueOnError()
                ? Optional.empty()
                : Optional.of(Verdict.stepFailed(job, step.name(), exitCode.getAsInt()));
    }

    /** A step that may fail is forgiven its own failure or timeout, not the end of the job or of the sandbox. */
    boolean isForgiven(StepSpec step) {
        return step.continueOnError() && sandboxUsable && !endsJob;
    }

    private static StepOutcome exited(JobKey job, StepSpec step, int code, Optional<Overrun> overrun) {
        if (code == 0) {
            return new StepOutcome(StepConclusion.SUCCEEDED, OptionalInt.of(0), Optional.empty(), true, false);
        }
        return new StepOutcome(
                StepConclusion.FAILED,
                OptionalInt.of(code),
                Optional.of(overrun.filter(reached -> reached.code() == ErrorCode.MEMORY_LIMIT)
                        .map(reached -> Verdict.stepFailed(job, step.name(), code, reached))
                        .orElseGet(() -> Verdict.stepFailed(job, step.name(), code))),
                true,
                false);
    }

    private static StepOutcome fenced(JobKey job, StepSpec step, StepEnd.Fenced end) {
        OptionalInt code = OptionalInt.of(end.code().orElse(KILLED));
        return new StepOutcome(StepConclusion.LOST, code, Optional.of(Verdict.fenced(job, step.name())), false, true);
    }

    /** A sandbox that its own limit has ended would end again: that is the job's failure and no loss. */
    private static StepOutcome sandboxEnded(JobKey job, StepSpec step, Optional<Overrun> overrun, String cause) {
        if (overrun.filter(reached -> reached.code() == ErrorCode.MEMORY_LIMIT).isEmpty()) {
            return unusable(StepConclusion.LOST, Verdict.lost(job, cause));
        }
        Overrun reached = overrun.get();
        return overran(job, "in step '" + step.name() + "', the sandbox " + reached.words(), reached);
    }

    private static StepOutcome overran(JobKey job, String cause, Overrun reached) {
        return unusable(StepConclusion.FAILED, Verdict.failed(reached.failure(job, cause)));
    }

    private static StepOutcome stopped(
            LiveJob job, StepSpec step, OptionalInt code, Duration timeout, Optional<Overrun> overrun) {
        Optional<JobStop.Reason> reason = job.stop().reason();
        if (reason.isPresent()) {
            StepConclusion conclusion =
                    reason.get() == JobStop.Reason.CANCELLED ? StepConclusion.CANCELLED : StepConclusion.TIMED_OUT;
            Verdict verdict = Verdict.stopped(job.key(), reason.get(), timeout);
            return new StepOutcome(conclusion, code, Optional.of(verdict), true, true);
        }
        if (overrun.filter(reached -> reached.code() == ErrorCode.WORKSPACE_LIMIT)
                .isPresent()) {
            Overrun reached = overrun.get();
            return overran(job.key(), reached.words() + " in step '" + step.name() + "'", reached);
        }
        String cause = "step '" + step.name() + "' ran longer than "
                + step.timeout().map(Durations::plain).orElse("allowed");
        return new StepOutcome(
                StepConclusion.TIMED_OUT, code, Optional.of(Verdict.timedOut(job.key(), cause)), true, false);
    }

    private static StepOutcome broken(JobKey job, ErrorCode code, String cause, String remedy) {
        return unusable(
                StepConclusion.FAILED,
                Verdict.failed(Failure.cannot(code, "finish job", job.id().value(), cause, remedy)));
    }

    private static StepOutcome unusable(StepConclusion conclusion, Verdict verdict) {
        return new StepOutcome(conclusion, OptionalInt.empty(), Optional.of(verdict), false, true);
    }
}
