package dev.hostler.api.workload;

import dev.hostler.api.meta.Experimental;

/** A workload's state in one word. */
@Experimental
public enum WorkloadPhase {
    /** Wanted, and not there yet. */
    PENDING,
    /** Runs, as wanted. */
    RUNNING,
    /** Stopped, as wanted. */
    STOPPED,
    /** Has ended with success, and its restart policy does not want it again. */
    COMPLETED,
    /** Not as wanted; the status says why and when it is tried again. */
    FAILED,
    /** Its deletion is accepted, and not done yet. */
    DELETING,
    /** The runtime can't be asked; nothing is changed until it can. */
    UNKNOWN,
    /**
     * Something on the host carries this agent's label, and nobody wants it: its wish is lost. It is left as it is. To apply
     * it again takes it over; to delete it removes it.
     */
    QUARANTINED
}
