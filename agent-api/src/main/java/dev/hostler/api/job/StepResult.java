package dev.hostler.api.job;

import dev.hostler.api.meta.Experimental;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What became of one step. Immutable.
 *
 * @param name the step's name
 * @param conclusion the verdict
 * @param exitCode the exit code, 0 to 255; 128 + n for a step that signal n ended. Empty if it never ended by itself
 * @param duration how long it ran
 * @param logOffset where its output starts in the job's log, in bytes
 * @param logEnd where it ends; empty if an agent has noted the step that did not note this
 * @param startedAt when it was started; empty if it was not, or if an agent has noted the step that did not note this
 */
@Experimental
public record StepResult(
        String name,
        StepConclusion conclusion,
        OptionalInt exitCode,
        Duration duration,
        long logOffset,
        OptionalLong logEnd,
        Optional<Instant> startedAt) {
    /** A step of which it is not known where its output ends. */
    public StepResult(String name, StepConclusion conclusion, OptionalInt exitCode, Duration duration, long logOffset) {
        this(name, conclusion, exitCode, duration, logOffset, OptionalLong.empty());
    }

    /** A step of which it is not known when it was started. */
    public StepResult(
            String name,
            StepConclusion conclusion,
            OptionalInt exitCode,
            Duration duration,
            long logOffset,
            OptionalLong logEnd) {
        this(name, conclusion, exitCode, duration, logOffset, logEnd, Optional.empty());
    }

    /** A step that did not run. */
    public static StepResult skipped(String name, long logOffset) {
        return new StepResult(
                name,
                StepConclusion.SKIPPED,
                OptionalInt.empty(),
                Duration.ZERO,
                logOffset,
                OptionalLong.of(logOffset));
    }
}
