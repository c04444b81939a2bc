package dev.hostler.api.workload;

import dev.hostler.api.meta.Experimental;

/** The network a container is in. */
@Experimental
public enum NetworkMode {
    /** The runtime's usual network, in which ports can be published. */
    BRIDGE,
    /** No network at all. */
    NONE,
    /** The host's own; the admission policy denies it by default. */
    HOST
}
