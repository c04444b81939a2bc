package dev.hostler.engine.state;

/** A durable write in the life of a job; there are no others, and each happens at most once per job. */
public enum CommitPoint {
    /** The job is accepted. */
    JOB_QUEUED,
    /** Its sandbox stands; from here on it is taken up after a restart, or lost, but never run again. */
    JOB_HANDED_OVER,
    /** It has its one result. */
    JOB_FINISHED
}
