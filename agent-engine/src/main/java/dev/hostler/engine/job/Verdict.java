package dev.hostler.engine.job;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.job.Conclusion;
import dev.hostler.api.job.JobKey;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A job's conclusion and why. Immutable.
 *
 * @param conclusion the conclusion
 * @param failure why, unless it succeeded
 * @param exitCode as in {@code JobResult}
 * @param lostBy what became of the sandbox, if that alone kept the job from its end
 */
record Verdict(Conclusion conclusion, Optional<Failure> failure, OptionalInt exitCode, Optional<String> lostBy) {
    private Verdict(Conclusion conclusion, Failure failure, OptionalInt exitCode) {
        this(conclusion, Optional.of(failure), exitCode, Optional.empty());
    }

    /** Returns whether the steps came to their own end, good or bad, so that their files can be believed. */
    boolean stepsRanThrough() {
        return failure.map(why -> why.code() == ErrorCode.STEP_FAILED
                        || (why.code() == ErrorCode.MEMORY_LIMIT && exitCode.isPresent()))
                .orElse(true);
    }

    static Verdict succeeded() {
        return new Verdict(Conclusion.SUCCEEDED, Optional.empty(), OptionalInt.of(0), Optional.empty());
    }

    static Verdict failed(Failure failure) {
        return new Verdict(Conclusion.FAILED, failure, OptionalInt.empty());
    }

    static Verdict stepFailed(JobKey job, String step, int exitCode) {
        Failure failure = Failure.cannot(
                ErrorCode.STEP_FAILED,
                "finish job",
                job.id().value(),
                "step '" + step + "' ended with exit code " + exitCode,
                "see its output in the job's log");
        return new Verdict(Conclusion.FAILED, failure, OptionalInt.of(exitCode));
    }

    /** A step that failed since it reached a limit. */
    static Verdict stepFailed(JobKey job, String step, int exitCode, Overrun reached) {
        String cause = "step '" + step + "' " + reached.words() + " (exit code " + exitCode + ")";
        return new Verdict(Conclusion.FAILED, reached.failure(job, cause), OptionalInt.of(exitCode));
    }

    static Verdict lost(JobKey job, String cause) {
        Failure failure = Failure.cannot(
                ErrorCode.SANDBOX_LOST,
                "finish job",
                job.id().value(),
                cause,
                "it is not known what was done, so nothing is run again; submit it anew if that is safe");
        return new Verdict(Conclusion.LOST, Optional.of(failure), OptionalInt.empty(), Optional.of(cause));
    }

    /** Somebody else may have the job by now, so it is not run again here whatever it says of itself. */
    static Verdict fenced(JobKey job, String step) {
        Failure failure = Failure.cannot(
                ErrorCode.SANDBOX_LOST,
                "finish job",
                job.id().value(),
                "its lease was not renewed in time, so step '" + step + "' was ended",
                "another agent may have it; see why this one could not renew");
        return new Verdict(Conclusion.LOST, failure, OptionalInt.empty());
    }

    static Verdict stopped(JobKey job, JobStop.Reason reason, Duration timeout) {
        return switch (reason) {
            case CANCELLED ->
                new Verdict(
                        Conclusion.CANCELLED,
                        Failure.cannot(
                                ErrorCode.CANCELLED,
                                "finish job",
                                job.id().value(),
                                "it was cancelled",
                                "submit it anew to run it"),
                        OptionalInt.empty());
            case TIMED_OUT -> timedOut(job, "it ran longer than " + Durations.plain(timeout));
        };
    }

    static Verdict timedOut(JobKey job, String cause) {
        Failure failure = Failure.cannot(
                ErrorCode.TIMEOUT, "finish job", job.id().value(), cause, "raise 'timeout' or make it faster");
        return new Verdict(Conclusion.TIMED_OUT, failure, OptionalInt.empty());
    }
}
