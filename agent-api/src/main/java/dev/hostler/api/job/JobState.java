package dev.hostler.api.job;

import dev.hostler.api.meta.Experimental;

/**
 * How far a job has come. It only ever moves down this list, save that a job that lost its sandbox and {@linkplain
 * JobSpec#rerunWhenLost() is run again} goes back to its start.
 */
@Experimental
public enum JobState {
    /** Accepted and stored; waits for a slot. */
    QUEUED,
    /** Holds a slot. */
    RUNNING,
    /** Has its result; nothing of it runs any more. */
    FINISHED
}
