package dev.hostler.api.spi;

import dev.hostler.api.meta.Experimental;

/**
 * A place in which the steps of one job run. Thread-safe. Outlives the agent unless destroyed. It shares the directories of
 * its {@link SandboxSpec} with the agent, unless it is an {@link AttachedSandbox}.
 */
@Experimental
public interface Sandbox {
    /** Returns what to keep for {@link JobExecutor#recover}. Constant. */
    SandboxHandle handle();

    /** Returns where the directories are inside. Constant. */
    SandboxLayout layout();

    /** Asks the host whether the sandbox stands. Bounded; an error or a timeout is {@link SandboxState.Unknown}. */
    SandboxState state();

    /**
     * Kills every process inside but the supervisor, from outside, whatever their user, session or group. The way for
     * when the supervisor's own killer does not answer; if the supervisor can't be spared, the whole sandbox ends.
     * Returns when no killed process is left. Idempotent; does nothing to an ended sandbox.
     *
     * @throws dev.hostler.api.error.AgentException with {@code RUNTIME_UNAVAILABLE} if the host can't be asked
     */
    void killSteps() throws InterruptedException;

    /**
     * Ends the sandbox and everything in it, and removes what the executor made for it. Safe to call at any time, also
     * after a failed or earlier destroy. When it returns, nothing of it is left.
     *
     * @throws dev.hostler.api.error.AgentException with {@code RUNTIME_UNAVAILABLE} if the host can't be asked; call it
     *     again later
     */
    void destroy();
}
