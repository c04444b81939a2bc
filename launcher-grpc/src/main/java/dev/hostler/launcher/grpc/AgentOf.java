package dev.hostler.launcher.grpc;

import dev.hostler.api.AgentConfig;
import dev.hostler.launcher.grpc.codec.WorkloadCodecs;
import dev.hostler.launcher.grpc.settings.GrpcSettings;
import dev.hostler.launcher.grpc.settings.StatePath;
import java.util.HashMap;
import java.util.Map;

/** The agent that the launcher's settings ask for. */
final class AgentOf {
    /** The engine's providers that use Docker: of workloads, and of jobs, which this launcher brings none. */
    private static final String CONTAINERS = "containers";

    private static final String SANDBOXES = "docker";

    private static final String COMPOSE = "compose";
    private static final String MACHINES = "vms";

    /** Clients wait 45 s for something else than PENDING; the engine tries again after a failure all the same. */
    private static final String PULLS = "3";

    private AgentOf() {}

    static AgentConfig.Builder settings(GrpcSettings told) {
        AgentConfig.Builder config =
                AgentConfig.builder(StatePath.directory(told.state())).lookInterval(told.reconcileInterval());
        WorkloadCodecs.of(told.runtimes().types()).unwantedRuntimes().forEach(config::disable);
        Map<String, String> containers = new HashMap<>(Map.of("pull-attempts", PULLS));
        Map<String, String> compose = new HashMap<>(
                Map.of("pull-attempts", PULLS, "compose-binary", told.runtimes().composeBinary()));
        told.runtimes().dockerHost().ifPresent(host -> {
            containers.put("host", host);
            compose.put("host", host);
            config.provider(SANDBOXES, Map.of("host", host));
        });
        return config.provider(CONTAINERS, containers)
                .provider(COMPOSE, compose)
                .provider(MACHINES, Map.of("uri", told.runtimes().libvirtUri()));
    }
}
