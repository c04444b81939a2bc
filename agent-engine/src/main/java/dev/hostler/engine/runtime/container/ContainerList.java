package dev.hostler.engine.runtime.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.engine.docker.EngineConnection;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at containers. Thread-safe. */
public final class ContainerList {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final EngineConnection engine;
    private final WorkloadLabels labels;

    public ContainerList(EngineConnection engine, WorkloadLabels labels) {
        this.engine = engine;
        this.labels = labels;
    }

    /** Returns all containers of this agent's workloads, running or not, by one call. */
    public List<Container> mine() throws InterruptedException {
        return list("label", labels.mine());
    }

    /** Returns all containers of one workload, by one call. */
    public List<Container> of(WorkloadKey workload) throws InterruptedException {
        return list("label", labels.filterOf(workload));
    }

    /** Returns all containers of everybody, by one call. */
    public List<Container> all() throws InterruptedException {
        return list("label", List.of());
    }

    /** Returns the containers of this name, of which there is one at most, by one call. */
    public List<Container> named(String name) throws InterruptedException {
        return list("name", List.of("^/?" + name.replace(".", "\\.") + "$"));
    }

    private List<Container> list(String filter, List<String> wanted) throws InterruptedException {
        try {
            return engine.ask("list containers", LIMIT, client -> {
                var command = client.listContainersCmd().withShowAll(true);
                if (!wanted.isEmpty()) {
                    command.withFilter(filter, wanted);
                }
                return command.exec();
            });
        } catch (DockerException e) {
            throw engine.trouble().refused("list containers", e);
        }
    }

    /** Returns what the engine says of a container, by its id or name; empty if there is none. */
    public Optional<InspectContainerResponse> find(String container) throws InterruptedException {
        try {
            return engine.ask("inspect container", LIMIT, client -> find(client, container));
        } catch (DockerException e) {
            throw engine.trouble().refused("inspect container " + container, e);
        }
    }

    public static Optional<InspectContainerResponse> find(DockerClient client, String container) {
        try {
            return Optional.of(client.inspectContainerCmd(container).exec());
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    /** Returns a container's names without the slash that the engine puts in front; those of links have another one. */
    public static List<String> names(Container container) {
        String[] names = container.getNames();
        return names == null
                ? List.of()
                : Arrays.stream(names)
                        .map(ContainerList::bare)
                        .filter(name -> name.indexOf('/') < 0)
                        .toList();
    }

    public static String bare(String name) {
        return name.startsWith("/") ? name.substring(1) : name;
    }

    public static Map<String, String> labels(Container container) {
        return Optional.ofNullable(container.getLabels()).orElse(Map.of());
    }

    public static Map<String, String> labels(InspectContainerResponse container) {
        return Optional.ofNullable(container.getConfig().getLabels()).orElse(Map.of());
    }
}
