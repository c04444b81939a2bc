package dev.hostler.api.job;

import dev.hostler.api.meta.Experimental;

/** What became of a step. */
@Experimental
public enum StepConclusion {
    /** It ended with exit code 0. */
    SUCCEEDED,
    /** It ended with another exit code, or could not be started. */
    FAILED,
    /** Its condition did not hold, or the job ended before it. */
    SKIPPED,
    /** It was ended because the job was cancelled. */
    CANCELLED,
    /** It was ended because its time, or the job's, was over. */
    TIMED_OUT,
    /** The sandbox ended under it. */
    LOST
}
