package dev.hostler.engine.runtime.container;

import com.github.dockerjava.api.model.Container;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.workload.PortMapping;
import dev.hostler.api.workload.WorkloadKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds ports that a workload can't have, by evidence. Immutable.
 *
 * @param workload who wants them
 * @param all all containers of the engine
 * @param isOurHost whether the engine's ports are those that we see
 */
public record PortConflicts(WorkloadKey workload, List<Container> all, boolean isOurHost) {
    /**
     * Returns a failure for each port that something else has.
     *
     * @param own the containers that do not count
     */
    public List<Failure> of(List<PortMapping> wanted, Predicate<Container> own) {
        List<Failure> found = new ArrayList<>();
        for (PortMapping port : wanted) {
            if (port.hostPort() == 0) {
                continue;
            }
            Optional<Container> holder =
                    all.stream().filter(container -> publishes(container, port)).findFirst();
            if (holder.isPresent()) {
                holder.filter(container -> !own.test(container))
                        .ifPresent(other -> found.add(failure(port, "the container " + name(other) + " has it")));
            } else if (isOurHost && HostPorts.isInUse(port)) {
                found.add(failure(port, "a program on the host has it"));
            }
        }
        return found;
    }

    private static boolean publishes(Container container, PortMapping port) {
        return PublishedPorts.of(container).stream().anyMatch(port::clashesWith);
    }

    private static String name(Container container) {
        List<String> names = ContainerList.names(container);
        return names.isEmpty() ? container.getId() : names.get(0);
    }

    private Failure failure(PortMapping port, String cause) {
        return Refusals.failure(
                ErrorCode.PORT_IN_USE,
                "publish ports " + port + " of workload",
                workload,
                cause,
                "choose another ports.hostPort, or end what has it");
    }
}
