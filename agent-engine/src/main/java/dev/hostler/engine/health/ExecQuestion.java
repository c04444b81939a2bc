package dev.hostler.engine.health;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.spi.ProgramRuntime;
import dev.hostler.api.workload.HealthCheck;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether a program inside the instance says so. Immutable.
 *
 * @param runtime runs the program
 * @param instance where
 * @param program which
 */
record ExecQuestion(ProgramRuntime runtime, InstanceHandle instance, HealthCheck.Exec program) implements Question {
    @Override
    public Optional<String> trouble(Duration limit) throws InterruptedException {
        try {
            int code = runtime.run(instance, program.command(), limit);
            return code == 0 ? Optional.empty() : Optional.of(name() + " exits with " + code);
        } catch (AgentException e) {
            if (e.code() != ErrorCode.TIMEOUT) {
                throw e;
            }
            return Optional.of(name() + " has not ended within " + limit.toMillis() + " ms");
        }
    }

    /** Arguments may be anything, secrets among them. */
    private String name() {
        return program.command().get(0);
    }
}
