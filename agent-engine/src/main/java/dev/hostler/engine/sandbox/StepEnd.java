package dev.hostler.engine.sandbox;

import dev.hostler.api.spi.SandboxState;
import java.util.Optional;
import java.util.OptionalInt;

/** How a step in a sandbox ended, as far as the agent can know it. Immutable. */
public sealed interface StepEnd {
    /**
     * It ran to its end. Processes that it left in the background go on.
     *
     * @param code its exit code; 128 and a signal's number if it died of a signal
     */
    record Exited(int code) implements StepEnd {}

    /**
     * A stop was asked for, and no process of any step is left. The sandbox takes further steps, unless the stop needed
     * the last resort and took the whole of it.
     *
     * @param code the exit code, if the step had started and its code is known
     */
    record Stopped(OptionalInt code) implements StepEnd {}

    /**
     * It wrote more than it may, and was ended like a stopped one.
     *
     * @param bytes how much it may write
     */
    record OutputLimit(long bytes) implements StepEnd {}

    /**
     * It wrote faster than its output could be taken, and was ended like a stopped one before it filled the disk.
     *
     * @param bytes how much may lie there at one time
     */
    record OutputBacklog(long bytes) implements StepEnd {}

    /**
     * The sandbox ended by itself. How far the step came is not known.
     *
     * @param state what the executor says
     * @param silence why the executor could not be asked right before, if it could not; for people
     */
    record SandboxEnded(SandboxState.Ended state, Optional<String> silence) implements StepEnd {
        /** Ended, and its executor could be asked all the time. */
        public SandboxEnded(SandboxState.Ended state) {
            this(state, Optional.empty());
        }
    }

    /**
     * Its {@linkplain Fence fence} was not renewed in time, so the supervisor has ended it, or it was not begun. Somebody
     * else may have the job.
     *
     * @param code the exit code, if the step had started
     */
    record Fenced(OptionalInt code) implements StepEnd {}

    /**
     * The hold on it broke off, and without shared files nobody can take it up. How far it came is not known.
     *
     * @param cause what broke it, for people
     */
    record CutOff(String cause) implements StepEnd {}

    /**
     * Files of the supervisor were changed, so nothing from this sandbox can be believed. Processes may be left:
     * destroy the sandbox.
     *
     * @param what what was found, for people
     */
    record Tampered(String what) implements StepEnd {}

    /**
     * The supervisor does not take the step up or can't end it. Processes may be left: destroy the sandbox.
     *
     * @param cause what was tried, for people
     */
    record NotAnswering(String cause) implements StepEnd {}
}
