package dev.hostler.engine.runtime.container;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.InternetProtocol;
import com.github.dockerjava.api.model.Ports;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.workload.PortMapping;
import dev.hostler.api.workload.WorkloadKey;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Finds out whether a container did not start because of its ports. The engine's answer has the same status as for much
 * else, and its words change from version to version; so it is looked who has the ports. Thread-safe.
 */
public final class PortTrouble {
    private final ContainerList containers;
    private final EngineView view;

    public PortTrouble(ContainerList containers, EngineView view) {
        this.containers = containers;
        this.view = view;
    }

    /** Returns the failure, if a port of the container is really in use. */
    public Optional<AgentException> explain(WorkloadKey workload, String container, DockerException refused)
            throws InterruptedException {
        if (refused.getHttpStatus() < HttpURLConnection.HTTP_INTERNAL_ERROR) {
            return Optional.empty();
        }
        try {
            List<PortMapping> wanted =
                    containers.find(container).map(PortTrouble::wanted).orElse(List.of());
            return wanted.isEmpty()
                    ? Optional.empty()
                    : new PortConflicts(workload, containers.all(), view.isOurs())
                            .of(wanted, other -> other.getId().equals(container)).stream()
                                    .findFirst()
                                    .map(failure -> failure.toException(refused));
        } catch (AgentException engineDoesNotAnswer) {
            return Optional.empty();
        }
    }

    private static List<PortMapping> wanted(InspectContainerResponse found) {
        Ports bindings = found.getHostConfig().getPortBindings();
        List<PortMapping> wanted = new ArrayList<>();
        if (bindings != null) {
            bindings.getBindings()
                    .forEach((inside, outside) -> Arrays.stream(outside == null ? new Ports.Binding[0] : outside)
                            .forEach(binding -> wanted.add(mapping(inside, binding))));
        }
        return wanted;
    }

    private static PortMapping mapping(ExposedPort inside, Ports.Binding outside) {
        String port = Optional.ofNullable(outside.getHostPortSpec()).orElse("");
        return new PortMapping(
                Optional.ofNullable(outside.getHostIp()).orElse(""),
                port.matches("\\d{1,5}") ? Integer.parseInt(port) : 0,
                inside.getPort(),
                inside.getProtocol() == InternetProtocol.UDP ? PortMapping.Protocol.UDP : PortMapping.Protocol.TCP);
    }
}
