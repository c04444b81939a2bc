package dev.hostler.engine.runtime.compose;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Network;
import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.engine.docker.ContainerRemoval;
import dev.hostler.engine.docker.EngineConnection;
import dev.hostler.engine.runtime.container.ContainerSwitch;
import dev.hostler.engine.runtime.container.Refusals;
import dev.hostler.engine.runtime.container.WorkloadLabels;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Stops applications and removes what was made for them, by asking the engine alone. Thread-safe. */
final class Ending {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final EngineConnection engine;
    private final WorkloadLabels labels;
    private final Applications applications;
    private final ContainerSwitch onOff;
    private final ContainerRemoval removal;
    private final Refusals refusals;
    private final Together together;

    Ending(
            EngineConnection engine,
            Scheduler scheduler,
            WorkloadLabels labels,
            Applications applications,
            ContainerSwitch onOff,
            Refusals refusals) {
        this.engine = engine;
        this.labels = labels;
        this.applications = applications;
        this.onOff = onOff;
        this.removal = new ContainerRemoval(engine, scheduler);
        this.refusals = refusals;
        this.together = new Together(scheduler);
    }

    /** Stops all of an application: what others need comes after those. */
    void stop(InstanceHandle instance, Duration grace) throws InterruptedException {
        List<Part> left = applications.find(instance).map(Application::parts).orElse(List.of());
        while (!left.isEmpty()) {
            Set<String> needed = left.stream()
                    .flatMap(part -> part.labels().needs().keySet().stream())
                    .collect(Collectors.toSet());
            List<Part> free = left.stream()
                    .filter(part -> !needed.contains(part.labels().service()))
                    .toList();
            // Services that need each other in a ring are no order at all.
            List<Part> next = free.isEmpty() ? left : free;
            together.each(
                    next,
                    part -> onOff.stop(
                            instance.workload(),
                            part.id(),
                            part.labels().grace().orElse(grace)));
            left = left.stream().filter(part -> !next.contains(part)).toList();
        }
    }

    /** Removes the containers and networks of an application; its volumes stay. */
    void destroy(InstanceHandle instance) throws InterruptedException {
        Optional<Application> application = applications.find(instance);
        if (application.isPresent()) {
            together.each(application.get().parts(), part -> remove(instance.workload(), part.id()));
        }
        removeNetworks(instance.workload(), ProjectHandle.project(instance));
    }

    private void remove(WorkloadKey workload, String container) {
        try {
            removal.remove(container);
        } catch (DockerException e) {
            throw refusals.of("remove container of workload", workload, e);
        }
    }

    private void removeNetworks(WorkloadKey workload, String project) throws InterruptedException {
        try {
            List<Network> ours = engine.ask(
                    "list networks",
                    LIMIT,
                    client -> client.listNetworksCmd()
                            .withFilter("label", labels.filterOf(workload))
                            .exec());
            for (Network network : ours) {
                if (project.equals(Optional.ofNullable(network.getLabels())
                        .orElse(Map.of())
                        .get(ServiceLabels.PROJECT))) {
                    engine.finish("remove network", LIMIT, client -> removeNetwork(client, network.getId()));
                }
            }
        } catch (DockerException e) {
            throw refusals.of("remove network of workload", workload, e);
        }
    }

    private static boolean removeNetwork(DockerClient client, String id) {
        try {
            client.removeNetworkCmd(id).exec();
            return true;
        } catch (NotFoundException gone) {
            return false;
        }
    }

    /** Removes the volumes that were made for a workload. */
    void destroyData(WorkloadKey workload) throws InterruptedException {
        try {
            List<String> names = engine.ask(
                    "list volumes",
                    LIMIT,
                    client -> Optional.ofNullable(client.listVolumesCmd()
                                    .withFilter("label", labels.filterOf(workload))
                                    .exec()
                                    .getVolumes())
                            .orElse(List.of())
                            .stream()
                            .map(volume -> volume.getName())
                            .toList());
            removeVolumes(names);
        } catch (DockerException e) {
            throw refusals.of("remove volume of workload", workload, e);
        }
    }

    /** Removes volumes by their names; throws what the engine answers. */
    void removeVolumes(List<String> names) {
        for (String name : names) {
            engine.finish("remove volume", LIMIT, client -> removeVolume(client, name));
        }
    }

    private static boolean removeVolume(DockerClient client, String name) {
        try {
            client.removeVolumeCmd(name).exec();
            return true;
        } catch (NotFoundException gone) {
            return false;
        }
    }
}
