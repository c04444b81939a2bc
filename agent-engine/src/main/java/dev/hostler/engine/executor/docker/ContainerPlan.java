package dev.hostler.engine.executor.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.RestartPolicy;
import dev.hostler.api.spi.SandboxLayout;
import dev.hostler.api.spi.SandboxSpec;
import dev.hostler.engine.docker.ImageName;
import java.util.List;

/**
 * The container that a sandbox becomes. Immutable.
 *
 * @param spec the sandbox
 * @param image its image
 * @param network the network that it is in
 * @param labels whose it is
 * @param limits what it may use
 * @param files how it comes by its directories
 */
record ContainerPlan(
        SandboxSpec spec,
        ImageName image,
        String network,
        Labels labels,
        SandboxSpec.Limits limits,
        ContainerFiles files) {
    /** The network mode of a container that reaches none. */
    private static final String NO_NETWORK = "none";

    /** The network mode of a container that shares the engine's usual network. */
    private static final String USUAL_NETWORK = "default";

    /**
     * A DNS server that is never there, asked from inside: else engines before 26 pass the names that they do not know
     * on to the host's, also from a network that leads nowhere (CVE-2024-29018).
     */
    static final String NO_NAMES = "127.0.0.1";

    /** Where things are inside: the sources at a place that people like to read, all else under one name. */
    static final SandboxLayout LAYOUT = new SandboxLayout("/workspace", "/hostler/home", "/hostler/in", "/hostler/out");

    private static final long NANO = 1_000_000_000L;

    /** Returns the same container with its directories in another way. */
    ContainerPlan with(ContainerFiles other) {
        return new ContainerPlan(spec, image, network, labels, limits, other);
    }

    /** Returns the network of a sandbox without services. */
    static String plainNetwork(SandboxSpec spec) {
        return spec.network() ? USUAL_NETWORK : NO_NETWORK;
    }

    /** Returns the name of a sandbox's container. */
    static String name(String sandbox) {
        return "hostler-" + sandbox;
    }

    String create(DockerClient client) {
        CreateContainerCmd command = client.createContainerCmd(image.value())
                .withName(name(spec.id()))
                .withLabels(labels.of(spec.id()))
                .withEntrypoint("sh")
                .withCmd(files.arguments(spec))
                .withStdinOpen(files.areCopied())
                .withEnv("HOME=" + LAYOUT.home())
                .withWorkingDir(LAYOUT.workspace())
                // The image's own check would start processes in the sandbox.
                .withHealthcheck(new HealthCheck().withTest(List.of("NONE")))
                .withHostConfig(hostConfig());
        return command.exec().getId();
    }

    private HostConfig hostConfig() {
        HostConfig config = HostConfig.newHostConfig()
                .withMounts(files.mounts(spec))
                // A restarted supervisor would have forgotten which steps it ran.
                .withRestartPolicy(RestartPolicy.noRestart())
                .withLogConfig(new LogConfig(LogConfig.LoggingType.NONE))
                .withInit(false)
                .withCapDrop(Capability.MKNOD)
                .withSecurityOpts(List.of("no-new-privileges"));
        limit(config, limits);
        if (!spec.network() && !spec.services().isEmpty()) {
            config.withDns(NO_NAMES);
        }
        return config.withNetworkMode(network);
    }

    /** Limits a container. */
    static void limit(HostConfig config, SandboxSpec.Limits limits) {
        limits.processes().ifPresent(processes -> config.withPidsLimit((long) processes));
        limits.cpus().ifPresent(cpus -> config.withNanoCPUs(Math.round(cpus * NANO)));
        // With the swap limit equal to the memory limit there is no swap.
        limits.memoryBytes().ifPresent(bytes -> config.withMemory(bytes).withMemorySwap(bytes));
    }
}
