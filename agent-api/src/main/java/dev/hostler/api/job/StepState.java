package dev.hostler.api.job;

import dev.hostler.api.meta.Experimental;

/** How far a step has come. */
@Experimental
public enum StepState {
    /** It may run later, or be skipped. */
    WAITING,
    /** It runs. */
    RUNNING,
    /** It has its result, also if it was skipped. */
    FINISHED
}
