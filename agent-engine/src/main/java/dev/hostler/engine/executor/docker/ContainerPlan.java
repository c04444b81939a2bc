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
import java.util.List;

/**
 * The container that a sandbox becomes. Immutable.
 *
 * @param spec the sandbox
 * @param image its image
 * @param labels whose it is
 * @param processes how many processes it may have when the spec does not say
 * @param files how it comes by its directories
 */
record ContainerPlan(SandboxSpec spec, ImageName image, Labels labels, long processes, ContainerFiles files) {
    /** Where things are inside: the sources at a place that people like to read, all else under one name. */
    static final SandboxLayout LAYOUT = new SandboxLayout("/workspace", "/hostler/home", "/hostler/in", "/hostler/out");

    private static final long NANO = 1_000_000_000L;

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
        SandboxSpec.Limits limits = spec.limits();
        HostConfig config = HostConfig.newHostConfig()
                .withMounts(files.mounts(spec))
                // A restarted supervisor would have forgotten which steps it ran.
                .withRestartPolicy(RestartPolicy.noRestart())
                .withLogConfig(new LogConfig(LogConfig.LoggingType.NONE))
                .withInit(false)
                .withCapDrop(Capability.MKNOD)
                .withSecurityOpts(List.of("no-new-privileges"))
                .withPidsLimit(
                        limits.processes().isPresent() ? limits.processes().getAsInt() : processes);
        limits.cpus().ifPresent(cpus -> config.withNanoCPUs(Math.round(cpus * NANO)));
        // With the swap limit equal to the memory limit there is no swap.
        limits.memoryBytes().ifPresent(bytes -> config.withMemory(bytes).withMemorySwap(bytes));
        return spec.network() ? config : config.withNetworkMode("none");
    }
}
