package dev.hostler.engine.workload;

import dev.hostler.engine.state.WorkloadRecord;
import java.util.Locale;

/** What is said of a step. */
final class StepWords {
    private StepWords() {}

    /** Returns whether it is to bring back what had been as wanted before. */
    static boolean restores(Step step, WorkloadRecord wanted) {
        return step instanceof Step.Restart
                || step instanceof Step.Discard
                || step instanceof Step.Create && wanted.meetsWish();
    }

    /** Returns its kind, in one word. */
    static String name(Step step) {
        return step.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** Returns what it is called while it is taken. */
    static String doing(Step step) {
        if (step instanceof Step.Create) {
            return "is being made";
        }
        if (step instanceof Step.Replace || step instanceof Step.Update) {
            return "is being changed";
        }
        if (step instanceof Step.Stop) {
            return "is being stopped";
        }
        if (step instanceof Step.Remove || step instanceof Step.Discard) {
            return "is being removed";
        }
        return "is being started";
    }
}
