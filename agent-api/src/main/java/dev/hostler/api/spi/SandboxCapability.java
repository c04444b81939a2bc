package dev.hostler.api.spi;

import dev.hostler.api.meta.Experimental;

/** What the engine may count on in a sandbox. */
@Experimental
public enum SandboxCapability {
    /** The directories of the sandbox are the host's own: FIFOs and files pass at once in both directions. */
    SHARED_FILES,
    /** A program can be started inside with its output attached to the agent. */
    ATTACHED_EXEC,
    /** All processes inside end with process 1, whatever session or group they are in. */
    OWN_PROCESS_TREE,
    /** Containers can run beside it; see {@link SandboxSpec#services()}. */
    SERVICES
}
