package dev.hostler.engine.runtime.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.workload.ContainerSpec;
import dev.hostler.engine.docker.EngineConnection;
import dev.hostler.engine.runtime.container.ContainerList;
import dev.hostler.engine.runtime.container.Refusals;
import dev.hostler.engine.runtime.container.WorkloadLabels;
import java.time.Duration;
import java.util.Optional;

/** Gives a container the name under which others find its workload. Thread-safe. */
final class Promotion {
    private static final Duration RENAME = Duration.ofSeconds(10);
    private static final String ATTEMPT = "rename container of workload";

    private final EngineConnection engine;
    private final WorkloadLabels labels;
    private final ContainerNames names;
    private final ContainerList containers;
    private final Refusals refusals;

    Promotion(EngineConnection engine, WorkloadLabels labels, ContainerList containers, Refusals refusals) {
        this.engine = engine;
        this.labels = labels;
        this.names = new ContainerNames(labels.agentId());
        this.containers = containers;
        this.refusals = refusals;
    }

    /** Renames; an instance of the same workload that has the name gets one beside it. */
    void promote(InstanceHandle instance, ContainerSpec spec) throws InterruptedException {
        String container = ContainerHandle.container(instance);
        String plain = names.plain(instance.workload(), spec);
        Optional<InspectContainerResponse> holder = containers.find(plain);
        if (holder.isPresent()) {
            if (holder.get().getId().equals(container)) {
                return;
            }
            moveAside(instance, holder.get(), plain);
        }
        rename(instance, container, plain);
    }

    private void moveAside(InstanceHandle instance, InspectContainerResponse holder, String plain)
            throws InterruptedException {
        String digest = labels.read(ContainerList.labels(holder))
                .filter(name -> name.workload().equals(instance.workload()))
                .orElseThrow(() ->
                        NameConflict.of(ATTEMPT, instance.workload(), plain).toException())
                .digest();
        rename(instance, holder.getId(), ContainerNames.besides(plain, digest));
    }

    private void rename(InstanceHandle instance, String container, String name) throws InterruptedException {
        try {
            engine.call("rename container", RENAME, client -> {
                client.renameContainerCmd(container).withName(name).exec();
                return true;
            });
        } catch (ConflictException e) {
            throw NameConflict.of(ATTEMPT, instance.workload(), name).toException(e);
        } catch (DockerException e) {
            throw refusals.of(ATTEMPT, instance.workload(), e, ErrorCode.NOT_FOUND);
        }
    }
}
