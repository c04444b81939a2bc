package dev.hostler.api.spi;

import dev.hostler.api.meta.Experimental;
import java.time.Duration;
import java.util.List;

/** The ability of a runtime to run a program inside an instance. Thread-safe. */
@Experimental
public interface ProgramRuntime {
    /**
     * Runs a program beside what the instance runs; what it prints is dropped.
     *
     * @param limit how long it may take; it is given up after that, and may go on
     * @return its exit code
     * @throws dev.hostler.api.error.AgentException with {@code TIMEOUT} if it takes longer, with {@code NOT_FOUND} if the
     *     instance does not run, with {@code RUNTIME_UNAVAILABLE} if the host can't be asked
     */
    int run(InstanceHandle instance, List<String> command, Duration limit) throws InterruptedException;
}
