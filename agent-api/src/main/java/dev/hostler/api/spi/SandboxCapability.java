package dev.hostler.api.spi;

import dev.hostler.api.meta.Experimental;

/** What the engine may count on in a sandbox. */
@Experimental
public enum SandboxCapability {
    /**
     * The directories of the sandbox are the host's own: FIFOs and files pass at once in both directions. An executor that
     * can't share in every case has {@link #ATTACHED_EXEC} too.
     */
    SHARED_FILES,
    /** A sandbox can be an {@link AttachedSandbox}: its files are copied, its programs are attached to the agent. */
    ATTACHED_EXEC,
    /** All processes inside end with process 1, whatever session or group they are in. */
    OWN_PROCESS_TREE,
    /** Containers can run beside it; see {@link SandboxSpec#services()}. */
    SERVICES
}
