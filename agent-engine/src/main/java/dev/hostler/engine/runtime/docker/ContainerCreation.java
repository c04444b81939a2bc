package dev.hostler.engine.runtime.docker;

import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Container;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.spi.InstanceName;
import dev.hostler.api.workload.ContainerLimits;
import dev.hostler.api.workload.ContainerSpec;
import dev.hostler.engine.docker.ContainerRemoval;
import dev.hostler.engine.docker.EngineConnection;
import dev.hostler.engine.runtime.container.ContainerList;
import dev.hostler.engine.runtime.container.Refusals;
import dev.hostler.engine.runtime.container.WorkloadLabels;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Makes containers for instances, and leaves nothing behind when it can't. Thread-safe. */
final class ContainerCreation {
    private static final Duration CREATE = Duration.ofSeconds(60);
    private static final String ATTEMPT = "create container of workload";
    private static final String NEW = "created";

    private final EngineConnection engine;
    private final ContainerSettings settings;
    private final WorkloadLabels labels;
    private final ContainerNames names;
    private final ContainerList containers;
    private final ManagedVolumes volumes;
    private final ContainerActs acts;
    private final ContainerRemoval removal;
    private final Refusals refusals;

    ContainerCreation(
            EngineConnection engine,
            ContainerSettings settings,
            WorkloadLabels labels,
            ContainerList containers,
            ManagedVolumes volumes,
            ContainerActs acts,
            ContainerRemoval removal,
            Refusals refusals) {
        this.engine = engine;
        this.settings = settings;
        this.labels = labels;
        this.names = new ContainerNames(labels.agentId());
        this.containers = containers;
        this.volumes = volumes;
        this.acts = acts;
        this.removal = removal;
        this.refusals = refusals;
    }

    /** Makes a container, or returns the one that an interrupted call has made. */
    InstanceHandle create(InstanceName name, ContainerSpec spec) throws InterruptedException {
        List<Container> siblings = containers.of(name.workload());
        Optional<Container> same = withName(name, siblings);
        if (same.isPresent()) {
            return adjusted(ContainerHandle.of(name.workload(), same.get().getId()), spec);
        }
        String chosen = choose(name, spec, siblings);
        requireFree(name, chosen);
        ManagedVolumes.Provided provided = volumes.provide(name.workload(), spec);
        try {
            ContainerPlan plan =
                    new ContainerPlan(spec, chosen, labels.of(name, spec.labels()), provided.names(), settings);
            return ContainerHandle.of(name.workload(), create(name, plan));
        } catch (AgentException e) {
            removeLeftOver(name, e);
            volumes.removeEmpty(provided.made(), e);
            throw e;
        }
    }

    /** Its labels say what it was made for, and it may have been changed in place since. */
    private InstanceHandle adjusted(InstanceHandle there, ContainerSpec spec) throws InterruptedException {
        if (!spec.limits().equals(ContainerLimits.NONE)) {
            acts.update(there, spec);
        }
        return there;
    }

    private Optional<Container> withName(InstanceName name, List<Container> siblings) {
        return siblings.stream()
                .filter(sibling -> labels.read(ContainerList.labels(sibling)).equals(Optional.of(name)))
                .findFirst();
    }

    private String choose(InstanceName name, ContainerSpec spec, List<Container> siblings) {
        String plain = names.plain(name.workload(), spec);
        boolean held = siblings.stream()
                .anyMatch(sibling -> ContainerList.names(sibling).contains(plain));
        return held ? names.besides(name, spec) : plain;
    }

    /** Looked at first, so that nothing is made in vain; the engine itself has the last word. */
    private void requireFree(InstanceName name, String chosen) throws InterruptedException {
        if (containers.find(chosen).isPresent()) {
            throw NameConflict.of(ATTEMPT, name.workload(), chosen).toException();
        }
    }

    private String create(InstanceName name, ContainerPlan plan) {
        try {
            return engine.finish("create container", CREATE, plan::create);
        } catch (ConflictException e) {
            throw NameConflict.of(ATTEMPT, name.workload(), plan.name()).toException(e);
        } catch (DockerException e) {
            throw refusals.of(ATTEMPT, name.workload(), e, ErrorCode.IMAGE_NOT_FOUND);
        }
    }

    /** A call without an answer may have made a container all the same. */
    private void removeLeftOver(InstanceName name, AgentException cause) throws InterruptedException {
        if (cause.code() != ErrorCode.RUNTIME_UNAVAILABLE) {
            return;
        }
        try {
            Optional<Container> left = withName(name, containers.of(name.workload()));
            left.filter(container -> NEW.equals(container.getState()))
                    .ifPresent(container -> removal.remove(container.getId()));
        } catch (AgentException | DockerException e) {
            // The next call finds it by its labels.
            cause.addSuppressed(e);
        }
    }
}
