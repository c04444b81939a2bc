package dev.hostler.engine.executor.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.RestartPolicy;
import dev.hostler.api.job.ServiceSpec;
import dev.hostler.api.spi.SandboxSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The container that a service becomes. Immutable.
 *
 * @param sandbox the sandbox that it runs beside
 * @param service the service
 * @param network the network of both
 * @param labels whose it is
 * @param limits what it may use
 */
record ServicePlan(SandboxSpec sandbox, ServiceSpec service, String network, Labels labels, SandboxSpec.Limits limits) {
    /** Images check their health at most every 30 s if they do not say otherwise: too seldom for a job that waits. */
    private static final Duration HEALTH_INTERVAL = Duration.ofSeconds(2);

    /** Enough to see why it failed; a service that talks a lot must not fill the host's disk. */
    private static final Map<String, String> LOG_LIMITS = Map.of("max-size", "1m", "max-file", "1");

    String create(DockerClient client) {
        CreateContainerCmd command = client.createContainerCmd(service.image())
                .withName(ContainerPlan.name(sandbox.id()) + "-" + service.alias())
                .withLabels(labels.ofService(sandbox.id(), service.alias()))
                .withHostName(service.alias())
                .withAliases(service.alias())
                .withEnv(service.env().entrySet().stream()
                        .map(variable -> variable.getKey() + "=" + variable.getValue())
                        .toList())
                .withHealthcheck(healthCheck())
                .withHostConfig(hostConfig());
        if (!service.command().isEmpty()) {
            command.withCmd(service.command());
        }
        return command.exec().getId();
    }

    /** The image's own check, unless the service brings another; the engine merges what is not set here. */
    private HealthCheck healthCheck() {
        return service.ready().isPresent()
                ? new HealthCheck().withTest(List.of("NONE"))
                : new HealthCheck().withInterval(HEALTH_INTERVAL.toNanos());
    }

    private HostConfig hostConfig() {
        HostConfig config = HostConfig.newHostConfig()
                .withRestartPolicy(RestartPolicy.noRestart())
                .withLogConfig(new LogConfig(LogConfig.LoggingType.JSON_FILE, LOG_LIMITS))
                .withCapDrop(Capability.MKNOD)
                .withSecurityOpts(List.of("no-new-privileges"))
                .withNetworkMode(network);
        ContainerPlan.limit(config, limits);
        return sandbox.network() ? config : config.withDns(ContainerPlan.NO_NAMES);
    }
}
