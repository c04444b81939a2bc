package dev.hostler.api.job;

import dev.hostler.api.meta.Experimental;

/** Which job goes first when several wait; among equals the owners take turns. */
@Experimental
public enum JobPriority {
    /** Before all others. */
    HIGH,
    /** As usual. */
    NORMAL,
    /** When nothing else waits. */
    LOW
}
