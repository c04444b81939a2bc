package dev.hostler.api.workload;

import dev.hostler.api.meta.Experimental;

/** Whether a workload should run. */
@Experimental
public enum DesiredState {
    /** It should run, as long as its restart policy says. */
    RUNNING,
    /** It should be there, with its data, and not run. */
    STOPPED
}
