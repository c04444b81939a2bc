package dev.hostler.api.job;

import dev.hostler.api.meta.Experimental;

/** When a step runs, judged by the steps before it. */
@Experimental
public enum StepCondition {
    /** Only while no step has failed. The default. */
    SUCCESS,
    /** Only after a step has failed. */
    FAILURE,
    /** In both cases, and also after a cancel or the job's timeout. */
    ALWAYS
}
