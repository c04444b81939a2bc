package dev.hostler.api.job;

import dev.hostler.api.meta.Experimental;

/** A job's final verdict. */
@Experimental
public enum Conclusion {
    /** Every step that had to succeed did. */
    SUCCEEDED,
    /** A step failed, or the job could not be run; the failure says which. */
    FAILED,
    /** Somebody asked for the end of it. */
    CANCELLED,
    /** It ran longer than allowed. */
    TIMED_OUT,
    /** Its sandbox ended under it; what was done can't be known, and it is not run again, or not any more. */
    LOST
}
