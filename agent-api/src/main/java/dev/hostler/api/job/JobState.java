package dev.hostler.api.job;

import dev.hostler.api.meta.Experimental;

/** How far a job has come. It only ever moves down this list. */
@Experimental
public enum JobState {
    /** Accepted and stored; waits for a slot. */
    QUEUED,
    /** Holds a slot. */
    RUNNING,
    /** Has its result; nothing of it runs any more. */
    FINISHED
}
