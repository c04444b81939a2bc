package dev.hostler.engine.state;

/**
 * A durable write in the life of a job; there are no others. An ordinary job has the first three, each once. The other
 * two are made for a job that somebody cancels, and for one that lost its sandbox and is run again.
 */
public enum CommitPoint {
    /** The job is accepted. */
    JOB_QUEUED,
    /** Its sandbox stands; from here on it is taken up after a restart, or lost, but not begun anew by itself. */
    JOB_HANDED_OVER,
    /** It has its one result. */
    JOB_FINISHED,
    /** Somebody has asked for its end. */
    JOB_CANCEL_ASKED,
    /** Its sandbox was lost, and it waits to be run again from its start. */
    JOB_QUEUED_AGAIN
}
