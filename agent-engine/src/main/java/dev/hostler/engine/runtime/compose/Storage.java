package dev.hostler.engine.runtime.compose;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.engine.docker.EngineConnection;
import dev.hostler.engine.runtime.container.Refusals;
import dev.hostler.engine.runtime.container.WorkloadLabels;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The names of an application's volumes and networks on the host. A volume keeps its name whatever project its instance is,
 * so that no change loses sight of data; and what somebody else has made is never taken for ours. Thread-safe.
 */
final class Storage {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String ATTEMPT = "create application of workload";

    private final EngineConnection engine;
    private final WorkloadLabels labels;

    Storage(EngineConnection engine, WorkloadLabels labels) {
        this.engine = engine;
        this.labels = labels;
    }

    /** Returns all volumes of the engine with their labels. */
    Map<String, Map<String, String>> volumes() throws InterruptedException {
        return labelled("list volumes", client -> {
            Map<String, Map<String, String>> all = new LinkedHashMap<>();
            Optional.ofNullable(client.listVolumesCmd().exec().getVolumes())
                    .ifPresent(found -> found.forEach(volume -> all.put(
                            volume.getName(),
                            Optional.ofNullable(volume.getLabels()).orElse(Map.of()))));
            return all;
        });
    }

    private Map<String, Map<String, String>> networks() throws InterruptedException {
        return labelled("list networks", client -> {
            Map<String, Map<String, String>> all = new LinkedHashMap<>();
            client.listNetworksCmd()
                    .exec()
                    .forEach(network -> all.put(
                            network.getName(),
                            Optional.ofNullable(network.getLabels()).orElse(Map.of())));
            return all;
        });
    }

    private Map<String, Map<String, String>> labelled(
            String attempt, Function<DockerClient, Map<String, Map<String, String>>> question)
            throws InterruptedException {
        try {
            return engine.ask(attempt, LIMIT, question);
        } catch (DockerException e) {
            throw engine.trouble().refused(attempt, e);
        }
    }

    /**
     * Returns the name on the host of each volume of a file that is the workload's own.
     *
     * @throws dev.hostler.api.error.AgentException with {@code CONFLICT} if somebody else has one of them, or a network
     */
    Map<String, String> names(
            WorkloadKey workload, String project, Map<String, Object> file, Map<String, Map<String, String>> there)
            throws InterruptedException {
        Map<String, String> names = new LinkedHashMap<>();
        Tree.maps(file, "volumes").forEach((key, volume) -> {
            if (!Blueprint.isExternal(volume)) {
                String name = Tree.text(volume, "name")
                        .orElseGet(() -> known(workload, key, there).orElse(project + "_" + key));
                requireOurs(workload, "volume", name, there);
                names.put(key, name);
            }
        });
        Map<String, Map<String, String>> networks = networks();
        requireOurs(workload, "network", project + "_default", networks);
        Tree.maps(file, "networks").forEach((key, network) -> {
            if (!Blueprint.isExternal(network)) {
                requireOurs(workload, "network", Tree.text(network, "name").orElse(project + "_" + key), networks);
            }
        });
        return names;
    }

    private Optional<String> known(WorkloadKey workload, String key, Map<String, Map<String, String>> there) {
        return there.entrySet().stream()
                .filter(volume -> labels.isOf(workload, volume.getValue()))
                .filter(volume -> key.equals(volume.getValue().get(WorkloadLabels.VOLUME)))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private void requireOurs(WorkloadKey workload, String what, String name, Map<String, Map<String, String>> there) {
        Map<String, String> found = there.get(name);
        if (found != null && !labels.isOf(workload, found)) {
            throw Refusals.failure(
                            ErrorCode.CONFLICT,
                            ATTEMPT,
                            workload,
                            "there is a " + what + " " + name + " that is not this workload's",
                            "remove or rename that, or choose another projectName")
                    .toException();
        }
    }
}
