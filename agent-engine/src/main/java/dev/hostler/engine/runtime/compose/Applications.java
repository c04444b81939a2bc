package dev.hostler.engine.runtime.compose;

import com.github.dockerjava.api.model.Container;
import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.spi.InstanceName;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.engine.runtime.container.ContainerList;
import dev.hostler.engine.runtime.container.DetailsCache;
import dev.hostler.engine.runtime.container.StateDetails;
import dev.hostler.engine.runtime.container.WorkloadLabels;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at applications: one list of all their containers, and a question for each that has changed since the last look. It
 * never starts a program. Thread-safe.
 */
final class Applications {
    private final ContainerList containers;
    private final WorkloadLabels labels;
    private final DetailsCache cache;

    Applications(ContainerList containers, WorkloadLabels labels, DetailsCache cache) {
        this.containers = containers;
        this.labels = labels;
        this.cache = cache;
    }

    /** Returns all applications of the agent, with what only questions tell. */
    List<Application> look() throws InterruptedException {
        List<Part> seen = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (Container container : containers.mine()) {
            ids.add(container.getId());
            Optional<InstanceName> name = labels.read(ContainerList.labels(container));
            if (name.isPresent()) {
                look(container, name.get()).ifPresent(seen::add);
            }
        }
        cache.retain(ids);
        return grouped(seen);
    }

    /** A container that is gone by the time of the question is not there. */
    private Optional<Part> look(Container container, InstanceName name) throws InterruptedException {
        ServiceLabels own = ServiceLabels.read(container);
        if ("created".equals(container.getState())) {
            return Optional.of(new Part(container, name, own, Optional.empty()));
        }
        String id = container.getId();
        return cache.get(id, container.getState(), () -> containers.find(id).map(StateDetails::of))
                .map(details -> new Part(container, name, own, Optional.of(details)));
    }

    /** Returns an instance as it is listed; empty if nothing of it is there. */
    Optional<Application> find(InstanceHandle instance) throws InterruptedException {
        String project = ProjectHandle.project(instance);
        return of(instance.workload()).stream()
                .filter(application -> application.project().equals(project))
                .findFirst();
    }

    /** Returns what is listed of a workload. */
    List<Application> of(WorkloadKey workload) throws InterruptedException {
        List<Part> parts = new ArrayList<>();
        for (Container container : containers.of(workload)) {
            labels.read(ContainerList.labels(container))
                    .ifPresent(name ->
                            parts.add(new Part(container, name, ServiceLabels.read(container), Optional.empty())));
        }
        return grouped(parts);
    }

    private static List<Application> grouped(List<Part> parts) {
        Map<String, List<Part>> projects = new LinkedHashMap<>();
        for (Part part : parts) {
            // A container that Compose is about to replace has the labels of its project as well.
            projects.computeIfAbsent(part.labels().project(), name -> new ArrayList<>())
                    .add(part);
        }
        projects.remove("");
        return projects.entrySet().stream()
                .map(entry -> new Application(entry.getKey(), entry.getValue()))
                .toList();
    }
}
