package dev.hostler.engine.executor.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import java.util.Optional;

/** One look whether a service is ready. Immutable. */
@FunctionalInterface
interface ReadyProbe {
    /**
     * Looks.
     *
     * @param found what the engine says of the service's container, which runs
     * @return what is missing; empty if it is ready
     */
    Optional<String> missing(InspectContainerResponse found) throws InterruptedException;
}
