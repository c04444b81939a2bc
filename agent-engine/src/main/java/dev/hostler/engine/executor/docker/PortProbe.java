package dev.hostler.engine.executor.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.DockerException;
import dev.hostler.engine.docker.ContainerExec;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Ready once something listens at a TCP port, and not for itself alone. What the kernel says of the container's sockets
 * is looked at: a connection would disturb a service that counts or logs them, and the host has no address in a network
 * that leads nowhere. Where the container's processes are hidden from the agent, a shell inside looks. Immutable.
 *
 * @param port the port
 * @param exec the way into the service's container
 * @param processes where the host's processes are seen, usually {@code /proc}
 */
record PortProbe(int port, ContainerExec exec, Path processes) implements ReadyProbe {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** What {@link ListeningPorts} does, with nothing but what every shell has built in. */
    private static final String SCRIPT = """
            for f in /proc/net/tcp /proc/net/tcp6; do
              while read -r n address remote state rest; do
                case $state$address in
                  0A??????7F:*|0A00000000000000000000000001000000:*|0A0000000000000000FFFF0000??????7F:*) ;;
                  0A*:%s) exit 0 ;;
                esac
              done <$f
            done 2>/dev/null
            exit 1
            """;

    @Override
    public Optional<String> missing(InspectContainerResponse found) throws InterruptedException {
        boolean listens;
        try {
            listens = ListeningPorts.read(processOf(found)).reach(port);
        } catch (IOException hidden) {
            return lookInside();
        }
        return listens ? Optional.empty() : Optional.of("nothing listens at port " + port);
    }

    /** The number means another process if the agent sees other processes than the engine. */
    private Path processOf(InspectContainerResponse found) throws IOException {
        Path process = processes.resolve(String.valueOf(found.getState().getPidLong()));
        if (!Files.readString(process.resolve("cgroup")).contains(found.getId())) {
            throw new FileNotFoundException(process + " is not of this container");
        }
        return process;
    }

    private Optional<String> lookInside() throws InterruptedException {
        String script = SCRIPT.formatted(String.format(Locale.ROOT, "%04X", port));
        try {
            return exec.run(Optional.empty(), List.of("sh", "-c", script), LIMIT)
                            .filter(code -> code == 0)
                            .isPresent()
                    ? Optional.empty()
                    : Optional.of("nothing listens at port " + port);
        } catch (DockerException noShell) {
            return Optional.of("its ports can't be seen from here, and its image has no 'sh' to look inside: give"
                    + " ready.exec in place of ready.port");
        }
    }
}
