package dev.hostler.engine.state;

/** A durable write in the life of a workload; there are no others. */
public enum WorkloadCommit {
    /** A wish is accepted: to have it so, or to delete it. */
    WISHED,
    /** What was brought about, or how it went. */
    NOTED,
    /** It is gone from the host, and forgotten. */
    FORGOTTEN
}
