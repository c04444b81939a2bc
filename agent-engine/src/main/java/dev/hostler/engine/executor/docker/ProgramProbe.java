package dev.hostler.engine.executor.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.DockerException;
import dev.hostler.engine.docker.ContainerExec;
import dev.hostler.engine.docker.EngineTrouble;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Ready once a program in the service's container ends with exit code 0. Immutable.
 *
 * @param exec the way into the container
 * @param command the program and its arguments
 */
record ProgramProbe(ContainerExec exec, List<String> command) implements ReadyProbe {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Override
    public Optional<String> missing(InspectContainerResponse found) throws InterruptedException {
        try {
            return exec.run(Optional.empty(), command, LIMIT)
                    .map(code -> code == 0
                            ? Optional.<String>empty()
                            : Optional.of("ready.exec ended with exit code " + code))
                    .orElse(Optional.of("ready.exec did not end within 10 s"));
        } catch (DockerException refused) {
            return Optional.of("ready.exec could not be run: " + EngineTrouble.message(refused));
        }
    }
}
