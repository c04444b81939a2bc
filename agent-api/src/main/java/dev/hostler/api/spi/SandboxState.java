package dev.hostler.api.spi;

import dev.hostler.api.meta.Experimental;
import java.util.OptionalInt;

/** Whether a sandbox stands. */
@Experimental
public sealed interface SandboxState {
    /** Process 1 runs, and is the one that was started at first. */
    @Experimental
    record Alive() implements SandboxState {}

    /**
     * Process 1 has ended, or the sandbox is gone.
     *
     * @param exitCode its exit code, if it can still be had
     * @param outOfMemory whether the memory limit ended it
     */
    @Experimental
    record Ended(OptionalInt exitCode, boolean outOfMemory) implements SandboxState {}

    /**
     * The host can't be asked now. Never taken for an end.
     *
     * @param cause why
     */
    @Experimental
    record Unknown(String cause) implements SandboxState {}
}
