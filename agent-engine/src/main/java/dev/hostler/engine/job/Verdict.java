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
 */
record Verdict(Conclusion conclusion, Optional<Failure> failure, OptionalInt exitCode) {
    /** Returns whether the steps came to their own end, good or bad, so that their files can be believed. */
    boolean stepsRanThrough() {
        return failure.map(why -> why.code() == ErrorCode.STEP_FAILED
                        || (why.code() == ErrorCode.MEMORY_LIMIT && exitCode.isPresent()))
                .orElse(true);
    }

    static Verdict succeeded() {
        return new Verdict(Conclusion.SUCCEEDED, Optional.empty(), OptionalInt.of(0));
    }

    static Verdict failed(Failure failure) {
        return new Verdict(Conclusion.FAILED, Optional.of(failure), OptionalInt.empty());
    }

    static Verdict stepFailed(JobKey job, String step, int exitCode) {
        Failure failure = Failure.cannot(
                ErrorCode.STEP_FAILED,
                "finish job",
                job.id().value(),
                "step '" + step + "' ended with exit code " + exitCode,
                "see its output in the job's log");
        return new Verdict(Conclusion.FAILED, Optional.of(failure), OptionalInt.of(exitCode));
    }

    /** A step that failed since it reached a limit. */
    static Verdict stepFailed(JobKey job, String step, int exitCode, Overrun reached) {
        String cause = "step '" + step + "' " + reached.words() + " (exit code " + exitCode + ")";
        return new Verdict(Conclusion.FAILED, Optional.of(reached.failure(job, cause)), OptionalInt.of(exitCode));
    }

    static Verdict lost(JobKey job, String cause) {
        Failure failure = Failure.cannot(
                ErrorCode.SANDBOX_LOST,
                "finish job",
                job.id().value(),
                cause,
                "it is not known what was done, so nothing is run again; submit it anew if that is safe");
        return new Verdict(Conclusion.LOST, Optional.of(failure), OptionalInt.empty());
    }

    static Verdict stopped(JobKey job, JobStop.Reason reason, Duration timeout) {
        return switch (reason) {
            case CANCELLED ->
                new Verdict(
                        Conclusion.CANCELLED,
                        Optional.of(Failure.cannot(
                                ErrorCode.CANCELLED,
                                "finish job",
                                job.id().value(),
                                "it was cancelled",
                                "submit it anew to run it")),
                        OptionalInt.empty());
            case TIMED_OUT -> timedOut(job, "it ran longer than " + Durations.plain(timeout));
        };
    }

    static Verdict timedOut(JobKey job, String cause) {
        Failure failure = Failure.cannot(
                ErrorCode.TIMEOUT, "finish job", job.id().value(), cause, "raise 'timeout' or make it faster");
        return new Verdict(Conclusion.TIMED_OUT, Optional.of(failure), OptionalInt.empty());
    }
}
