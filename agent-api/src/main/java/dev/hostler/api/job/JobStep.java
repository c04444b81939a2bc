package dev.hostler.api.job;

import dev.hostler.api.meta.Experimental;
import java.time.Instant;
import java.util.Optional;

/**
 * One step of a job as it is at one moment. Immutable.
 *
 * @param name the step's name
 * @param state how far it has come
 * @param startedAt when it was started; empty if it was not, or if that was not noted
 * @param result what became of it; present if and only if it is {@link StepState#FINISHED}
 */
@Experimental
public record JobStep(String name, StepState state, Optional<Instant> startedAt, Optional<StepResult> result) {
    /** A step that has not begun. */
    public static JobStep waiting(String name) {
        return new JobStep(name, StepState.WAITING, Optional.empty(), Optional.empty());
    }

    /** A step that runs. */
    public static JobStep running(String name, Instant startedAt) {
        return new JobStep(name, StepState.RUNNING, Optional.of(startedAt), Optional.empty());
    }

    /** A step that has its result. */
    public static JobStep finished(StepResult result) {
        return new JobStep(result.name(), StepState.FINISHED, result.startedAt(), Optional.of(result));
    }
}
