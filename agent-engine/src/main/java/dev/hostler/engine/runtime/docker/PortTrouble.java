package dev.hostler.engine.runtime.docker;

import com.github.dockerjava.api.exception.DockerException;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.spi.InstanceHandle;
import java.util.Optional;

/** Finds out whether a container did not start because of its ports. Thread-safe. */
final class PortTrouble {
    Optional<AgentException> explain(InstanceHandle instance, DockerException refused) throws InterruptedException {
        return Optional.empty();
    }
}
