package dev.hostler.engine.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateVolumeResponse;
import com.github.dockerjava.api.command.InspectVolumeResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.workload.ContainerSpec;
import dev.hostler.api.workload.ManagedVolume;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.engine.docker.EngineConnection;
import dev.hostler.engine.runtime.container.Refusals;
import dev.hostler.engine.runtime.container.WorkloadLabels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The volumes that we make for workloads, found by their labels. Thread-safe. */
final class ManagedVolumes {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final EngineConnection engine;
    private final WorkloadLabels labels;
    private final VolumeNames names;
    private final Refusals refusals;

    ManagedVolumes(EngineConnection engine, WorkloadLabels labels, Refusals refusals) {
        this.engine = engine;
        this.labels = labels;
        this.names = new VolumeNames(labels.agentId());
        this.refusals = refusals;
    }

    /**
     * What a spec's volumes are called, and which of them did not exist. Immutable.
     *
     * @param names the engine's name for each, by its own
     * @param made the engine's names of those that are new, and empty
     */
    record Provided(Map<String, String> names, List<String> made) {
        static final Provided NONE = new Provided(Map.of(), List.of());
    }

    /** Makes those volumes of a spec that are not there; if it fails, it leaves none that it has made. */
    Provided provide(WorkloadKey workload, ContainerSpec spec) throws InterruptedException {
        if (spec.managedVolumes().isEmpty()) {
            return Provided.NONE;
        }
        Map<String, Map<String, String>> there = of(workload);
        conflicts(workload, spec, there).stream().findFirst().ifPresent(failure -> {
            throw failure.toException();
        });
        Map<String, String> named = new LinkedHashMap<>();
        List<String> made = new ArrayList<>();
        try {
            for (ManagedVolume volume : spec.managedVolumes()) {
                String name = names.of(workload, volume.name());
                named.put(volume.name(), name);
                if (!there.containsKey(name)) {
                    create(workload, volume, name);
                    made.add(name);
                }
            }
        } catch (AgentException e) {
            removeEmpty(made, e);
            throw e;
        }
        return new Provided(named, made);
    }

    /** Returns what is wrong about a spec's volumes; empty if all is well. */
    List<Failure> conflicts(WorkloadKey workload, ContainerSpec spec) throws InterruptedException {
        return spec.managedVolumes().isEmpty() ? List.of() : conflicts(workload, spec, of(workload));
    }

    /** Labels can't change, and what a volume's label says decides whether its data is deleted. */
    private List<Failure> conflicts(WorkloadKey workload, ContainerSpec spec, Map<String, Map<String, String>> there) {
        List<Failure> found = new ArrayList<>();
        for (ManagedVolume volume : spec.managedVolumes()) {
            Map<String, String> existing = there.get(names.of(workload, volume.name()));
            String before = existing == null ? "" : existing.getOrDefault(WorkloadLabels.RETAIN, "");
            if (existing != null && !before.equals(String.valueOf(volume.retain()))) {
                found.add(Refusals.failure(
                        ErrorCode.CONFLICT,
                        "use managed volume " + volume.name() + " of workload",
                        workload,
                        "it was made with managedVolumes.retain=" + before + ", which Docker can't change",
                        "keep that, or choose another managedVolumes.name"));
            }
        }
        return found;
    }

    private void create(WorkloadKey workload, ManagedVolume volume, String name) {
        Map<String, String> wanted = new LinkedHashMap<>(labels.of(workload));
        wanted.put(WorkloadLabels.VOLUME, volume.name());
        wanted.put(WorkloadLabels.RETAIN, String.valueOf(volume.retain()));
        CreateVolumeResponse made;
        try {
            made = engine.finish(
                    "create volume",
                    LIMIT,
                    client -> client.createVolumeCmd()
                            .withName(name)
                            .withDriver(ManagedVolume.LOCAL)
                            .withLabels(wanted)
                            .exec());
        } catch (DockerException e) {
            throw refusals.of("create volume of workload", workload, e);
        }
        // The engine hands out a volume that is there already, whosever it is.
        if (!wanted.equals(made.getLabels())) {
            throw Refusals.failure(
                            ErrorCode.CONFLICT,
                            "create managed volume " + volume.name() + " of workload",
                            workload,
                            "there is a volume " + name + " that is not ours",
                            "remove or rename that, or choose another managedVolumes.name")
                    .toException();
        }
    }

    /** Takes back volumes that no container has ever had. */
    void removeEmpty(List<String> made, AgentException cause) {
        for (String volume : made) {
            try {
                engine.finish("remove volume", LIMIT, client -> remove(client, volume));
            } catch (AgentException | DockerException e) {
                cause.addSuppressed(e);
            }
        }
    }

    /** Removes a workload's volumes, save those to retain. */
    void removeOf(WorkloadKey workload) throws InterruptedException {
        for (Map.Entry<String, Map<String, String>> volume : of(workload).entrySet()) {
            if (!Boolean.parseBoolean(volume.getValue().get(WorkloadLabels.RETAIN))) {
                try {
                    engine.finish("remove volume", LIMIT, client -> remove(client, volume.getKey()));
                } catch (DockerException e) {
                    throw refusals.of("remove volume " + volume.getKey() + " of workload", workload, e);
                }
            }
        }
    }

    private static boolean remove(DockerClient client, String volume) {
        try {
            client.removeVolumeCmd(volume).exec();
            return true;
        } catch (NotFoundException e) {
            return false;
        }
    }

    private Map<String, Map<String, String>> of(WorkloadKey workload) throws InterruptedException {
        try {
            List<InspectVolumeResponse> found = engine.ask(
                    "list volumes",
                    LIMIT,
                    client -> client.listVolumesCmd()
                            .withFilter("label", labels.filterOf(workload))
                            .exec()
                            .getVolumes());
            return Optional.ofNullable(found).orElse(List.of()).stream()
                    .collect(Collectors.toMap(InspectVolumeResponse::getName, InspectVolumeResponse::getLabels));
        } catch (DockerException e) {
            throw engine.trouble().refused("list volumes", e);
        }
    }
}
