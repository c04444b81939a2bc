package dev.hostler.engine.workload;

import java.util.Locale;

/** What a step is called while it is taken. */
final class StepWords {
    private StepWords() {}

    /** Returns the step's kind, in one word. */
    static String name(Step step) {
        return step.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

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
