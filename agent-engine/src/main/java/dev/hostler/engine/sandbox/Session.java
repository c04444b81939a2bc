package dev.hostler.engine.sandbox;

import dev.hostler.api.spi.CancellationToken;
import dev.hostler.api.spi.SandboxMemory;
import java.time.Duration;
import java.util.Optional;

/**
 * The agent's hold on one open sandbox: brings the files in, runs the steps one after the other, and brings the files back.
 * Confined to one thread. Failures are {@code AgentException}s.
 */
public interface Session extends AutoCloseable {
    /** The directories that can be brought back. */
    enum Part {
        /** The sources. */
        WORKSPACE,
        /** The home directory. */
        HOME
    }

    /**
     * Makes what the first step will need, if that can be done before it comes. At most once, and before any step; it need
     * not be done at all.
     *
     * @throws dev.hostler.api.error.AgentException with {@code STATE_UNAVAILABLE} if the agent's own files fail, with {@code
     *     SANDBOX_TAMPERED} if something is in their place
     */
    default void prepare() throws InterruptedException {}

    /**
     * Waits until steps can be run.
     *
     * @throws dev.hostler.api.error.AgentException with {@code IMAGE_UNAVAILABLE} or {@code RUNTIME_UNAVAILABLE} if the
     *     sandbox ended or the time is over
     */
    void awaitReady(Duration limit) throws InterruptedException;

    /**
     * Makes what is in the workspace and the home directory now visible inside, if it is not anyway. Once, before the first
     * step.
     *
     * @param stop when cancelled, it fails soon
     */
    void bringIn(CancellationToken stop) throws InterruptedException;

    /**
     * Runs a step to its end.
     *
     * @throws dev.hostler.api.error.AgentException with {@code INVALID_INPUT} if a variable can't be handed to any program,
     *     with {@code CONFLICT} if another step is not over, with {@code STATE_UNAVAILABLE} if the agent's own files fail
     * @throws InterruptedException if the thread is interrupted; the step goes on
     */
    StepEnd run(StepOrder order, OutputSink sink, StopRequest stop) throws InterruptedException;

    /**
     * Goes on with a step that an earlier run of the agent may have started.
     *
     * @param number the step
     * @param offset how many bytes of its output are known already
     * @return its end; empty if it surely was not started, so that it can be {@linkplain #run run} now
     * @throws InterruptedException if the thread is interrupted; the step goes on
     */
    Optional<StepEnd> resume(int number, long offset, OutputSink sink, StopRequest stop) throws InterruptedException;

    /**
     * Makes what the steps have left in a directory visible outside, if it is not anyway. Call it when nothing runs inside
     * any more. What was outside is replaced.
     */
    void bringBack(Part part) throws InterruptedException;

    /**
     * Lets the sandbox end, since no step will come: that takes a while, and need not wait for its destruction. What is left
     * running inside may end with it. Call it when nothing inside is needed any more; it need not be done at all.
     */
    default void dismiss() throws InterruptedException {}

    /** Returns the id of the executor that the sandbox belongs to. */
    String executor();

    /** Asks how the sandbox stands with its memory limit; quick, and unknown is an answer. */
    SandboxMemory memory();

    /** Lets go of the sandbox and leaves it, and the step in it, as they are. Idempotent. */
    @Override
    void close();
}
