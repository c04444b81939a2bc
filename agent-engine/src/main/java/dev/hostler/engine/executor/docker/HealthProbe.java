package dev.hostler.engine.executor.docker;

import com.github.dockerjava.api.command.HealthState;
import com.github.dockerjava.api.command.InspectContainerResponse;
import java.util.Optional;

/**
 * Ready once the image's own health check says so, or at once if the image has none. A check that says "unhealthy" may
 * come to another opinion: it is asked more often than its author thought. Immutable.
 */
record HealthProbe() implements ReadyProbe {
    @Override
    public Optional<String> missing(InspectContainerResponse found) {
        return Optional.ofNullable(found.getState().getHealth())
                .map(HealthState::getStatus)
                .filter(status -> !status.equals("healthy") && !status.equals("none"))
                .map(status -> "its health check says " + status);
    }
}
