package dev.hostler.engine.workload;

import dev.hostler.engine.state.WorkloadEdit;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What has come of a step. Immutable.
 *
 * @param note what is to be stored of it
 * @param after how the lane goes on
 */
record StepOutcome(Optional<UnaryOperator<WorkloadEdit>> note, After after) {
    /** How a lane goes on after a step. */
    enum After {
        /** With the next step, at once. */
        GO_ON,
        /** With the next step once the back-off is over. */
        PACE,
        /** What is left of an earlier wish has a back-off of its own. */
        PACE_REVIVAL,
        /** Not at all: the workload is gone. */
        FORGET
    }

    /** Nothing of the step needs to be known later. */
    static StepOutcome nothingToNote() {
        return new StepOutcome(Optional.empty(), After.GO_ON);
    }

    static StepOutcome of(UnaryOperator<WorkloadEdit> note) {
        return new StepOutcome(Optional.of(note), After.GO_ON);
    }

    static StepOutcome gone() {
        return new StepOutcome(Optional.empty(), After.FORGET);
    }

    /** Returns the same with another way to go on. */
    StepOutcome then(After other) {
        return new StepOutcome(note, other);
    }
}
