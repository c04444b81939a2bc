package dev.hostler.engine.executor.docker;

import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Network;
import dev.hostler.api.spi.SandboxHandle;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** All that the engine has of sandboxes: their containers, those of their services, their networks. Thread-safe. */
final class SandboxParts {
    private final Containers containers;
    private final Networks networks;

    SandboxParts(Containers containers, Networks networks) {
        this.containers = containers;
        this.networks = networks;
    }

    /** Returns a handle for each sandbox of which anything is there. */
    List<SandboxHandle> sandboxes() {
        Map<String, List<Container>> bySandbox = new TreeMap<>(containers.mine().stream()
                .collect(Collectors.groupingBy(container -> label(container.getLabels(), Labels.SANDBOX))));
        Set<String> withNetwork = new HashSet<>();
        for (Network network : networks.mine()) {
            String sandbox = label(network.getLabels(), Labels.SANDBOX);
            withNetwork.add(sandbox);
            bySandbox.putIfAbsent(sandbox, List.of());
        }
        return bySandbox.entrySet().stream()
                .map(entry -> handle(entry.getKey(), entry.getValue(), withNetwork.contains(entry.getKey())))
                .toList();
    }

    /** The list does not tell when a container was started. */
    private static SandboxHandle handle(String sandbox, List<Container> parts, boolean hasNetwork) {
        String container = parts.stream()
                .filter(part -> !isService(part))
                .map(Container::getId)
                .findFirst()
                .orElse(ContainerPlan.name(sandbox));
        DockerRecord found = DockerRecord.listed(container);
        boolean hasServices = hasNetwork || parts.stream().anyMatch(SandboxParts::isService);
        return (hasServices ? found.withServices() : found).toHandle(sandbox);
    }

    /** Removes everything of a sandbox, the container of its steps first. */
    void remove(String sandbox) {
        containers.of(sandbox).stream()
                .sorted(Comparator.comparing(SandboxParts::isService))
                .forEach(part -> containers.remove(part.getId()));
        networks.removeOf(sandbox);
    }

    private static boolean isService(Container container) {
        return !label(container.getLabels(), Labels.SERVICE).isEmpty();
    }

    private static String label(Map<String, String> labels, String name) {
        return labels.getOrDefault(name, "");
    }
}
