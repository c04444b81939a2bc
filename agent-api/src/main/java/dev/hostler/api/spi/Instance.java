package dev.hostler.api.spi;

import dev.hostler.api.meta.Experimental;
import dev.hostler.api.workload.PortMapping;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One instance as the host has it. Immutable.
 *
 * @param handle how to find it
 * @param name what it was made for
 * @param state its state
 * @param message one line for people
 * @param startedAt when it was last started, by the host's clock
 * @param exitCode with what it has ended; empty if it has not, or that is not known
 * @param outOfMemory whether its memory limit has ended it
 * @param health what the host's own check says; empty if there is none
 * @param address where the host reaches it; empty if nowhere that is known
 * @param ports its published ports, with those that the host chose
 * @param details what else the host tells, by the runtime's own names; never a secret
 */
@Experimental
public record Instance(
        InstanceHandle handle,
        InstanceName name,
        State state,
        String message,
        Optional<Instant> startedAt,
        OptionalInt exitCode,
        boolean outOfMemory,
        Optional<Health> health,
        Optional<String> address,
        List<PortMapping> ports,
        Map<String, String> details) {
    /** Copies the collections. */
    public Instance {
        ports = List.copyOf(ports);
        details = Map.copyOf(details);
    }

    /** An instance's state. */
    @Experimental
    public enum State {
        /** Made, and never started. */
        CREATED,
        /** Runs. */
        RUNNING,
        /** Some of it runs, and some that should does not; only of what has several parts. */
        PARTIAL,
        /** Frozen by somebody. */
        PAUSED,
        /** Has ended. */
        EXITED,
        /** On its way in or out, or beyond repair: look again, or remove it. */
        BROKEN
    }

    /** What a host's own check says. */
    @Experimental
    public enum Health {
        /** No opinion yet. */
        STARTING,
        /** Well. */
        HEALTHY,
        /** Not well. */
        UNHEALTHY
    }

    /** Returns the same instance with another opinion of its health, and what is said of it. */
    public Instance judged(Health judgement, String reason) {
        return new Instance(
                handle,
                name,
                state,
                reason,
                startedAt,
                exitCode,
                outOfMemory,
                Optional.of(judgement),
                address,
                ports,
                details);
    }

    /** Returns whether it runs and fails its health check. */
    public boolean unhealthy() {
        return state == State.RUNNING && health.filter(Health.UNHEALTHY::equals).isPresent();
    }

    /** Returns whether it has ended with anything but success. */
    public boolean failed() {
        return state == State.BROKEN
                || state == State.PARTIAL
                || state == State.EXITED && (outOfMemory || exitCode.orElse(-1) != 0);
    }
}
