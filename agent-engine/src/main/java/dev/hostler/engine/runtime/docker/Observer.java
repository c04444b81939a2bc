package dev.hostler.engine.runtime.docker;

import com.github.dockerjava.api.model.Container;
import dev.hostler.api.spi.InstanceName;
import dev.hostler.engine.runtime.container.ContainerList;
import dev.hostler.engine.runtime.container.DetailsCache;
import dev.hostler.engine.runtime.container.StateDetails;
import dev.hostler.engine.runtime.container.WorkloadLabels;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at all instances: one list, and a question for each container that has changed since the last look. Thread-safe. */
final class Observer {
    private static final Logger LOG = LoggerFactory.getLogger(Observer.class);
    private static final Set<String> NEVER_STARTED = Set.of("created");

    private final ContainerList containers;
    private final WorkloadLabels labels;
    private final DetailsCache cache;

    Observer(ContainerList containers, WorkloadLabels labels, DetailsCache cache) {
        this.containers = containers;
        this.labels = labels;
        this.cache = cache;
    }

    List<Observation> look() throws InterruptedException {
        List<Observation> seen = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (Container container : containers.mine()) {
            ids.add(container.getId());
            Optional<InstanceName> name = labels.read(ContainerList.labels(container));
            if (name.isEmpty()) {
                LOG.debug("Container {} has labels of ours that we have not made", container.getId());
                continue;
            }
            look(container, name.get()).ifPresent(seen::add);
        }
        cache.retain(ids);
        return seen;
    }

    /** A container that is gone by the time of the question is not there. */
    private Optional<Observation> look(Container container, InstanceName name) throws InterruptedException {
        if (NEVER_STARTED.contains(container.getState())) {
            return Optional.of(new Observation(container, name, Optional.empty()));
        }
        String id = container.getId();
        return cache.get(id, container.getState(), () -> containers.find(id).map(StateDetails::of))
                .map(details -> new Observation(container, name, Optional.of(details)));
    }
}
