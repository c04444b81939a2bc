package dev.hostler.api.job;

import dev.hostler.api.meta.Experimental;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * What became of one step. Immutable.
 *
 * @param name the step's name
 * @param conclusion the verdict
 * @param exitCode the exit code, 0 to 255; 128 + n for a step that signal n ended. Empty if it never ended by itself
 * @param duration how long it ran
 * @param logOffset where its output starts in the job's log, in bytes
 */
@Experimental
public record StepResult(
        String name, StepConclusion conclusion, OptionalInt exitCode, Duration duration, long logOffset) {
    /** A step that did not run. */
    public static StepResult skipped(String name, long logOffset) {
        return new StepResult(name, StepConclusion.SKIPPED, OptionalInt.empty(), Duration.ZERO, logOffset);
    }
}
