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
     * Asks how the sandbox stands with its memory limit: by how much the kills have risen over a step tells whether the
     * step ran out of memory. Asked after every step, so it has to be quick; bounded, and what can't be had is left out.
     * Answers also after the sandbox has ended, until it is destroyed. An executor that knows nothing of memory leaves
     * it as it is.
     */
    default SandboxMemory memory() {
        return SandboxMemory.UNKNOWN;
    }

    /**
     * Kills every process inside but the supervisor, from outside, whatever their user, session or group. The way for
     * when the supervisor's own killer does not answer; if the supervisor can't be spared, the whole sandbox ends.
     * Returns when no killed process is left. Idempotent; does nothing to an ended sandbox.
     *
     * @throws dev.hostler.api.error.AgentException with {@code RUNTIME_UNAVAILABLE} if the host can't be asked
     */
    void killSteps() throws InterruptedException;

    /**
     * Makes the sandbox's user the owner of what the engine has put into workspace and home since the sandbox was opened;
     * {@link JobExecutor#open} does that with what is there then. Called before the first step, and only if there is
     * something. Does nothing where there is no other user.
     *
     * @param directories those of its spec
     * @param notices is told if it can't be done
     * @throws dev.hostler.api.error.AgentException with {@code RUNTIME_UNAVAILABLE} if the host can't be asked
     */
    default void passOn(SandboxSpec.Directories directories, SandboxNotices notices) throws InterruptedException {}

    /**
     * Sees to it that the agent can read and remove whatever steps have made in the shared directories, also as another
     * user. The engine calls it when no step runs, before it collects files. Idempotent; does nothing where the agent
     * can do so anyway, and to a sandbox that has ended.
     *
     * @throws dev.hostler.api.error.AgentException with {@code RUNTIME_UNAVAILABLE} if the host can't be asked
     */
    default void giveBack() throws InterruptedException {}

    /**
     * Returns whether the supervisor may end by itself once no step will come, before the sandbox is destroyed: the engine
     * then lets it, so that its end goes on while the result is stored. Not where something still has to be done inside.
     * Constant.
     */
    default boolean mayEndEarly() {
        return false;
    }

    /**
     * Ends the sandbox and everything in it, and removes what the executor made for it. Safe to call at any time, also
     * after a failed or earlier destroy. When it returns, nothing of it is left, and the agent can remove what lies in
     * the shared directories.
     *
     * @throws dev.hostler.api.error.AgentException with {@code RUNTIME_UNAVAILABLE} if the host can't be asked; call it
     *     again later
     */
    void destroy();
}
