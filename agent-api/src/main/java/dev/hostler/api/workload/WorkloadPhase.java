package dev.hostler.api.workload;

import dev.hostler.api.meta.Experimental;

/** A workload's state in one word. */
@Experimental
public enum WorkloadPhase {
    /** Wanted, and not there yet. */
    PENDING,
    /** As wanted. */
    RUNNING,
    /** Stopped, as wanted. */
    STOPPED,
    /** Not as wanted; the status says why and when it is tried again. */
    FAILED,
    /** The runtime can't be asked; nothing is changed until it can. */
    UNKNOWN
}
