package dev.hostler.engine.executor.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.RestartPolicy;
import dev.hostler.api.spi.SandboxLayout;
import dev.hostler.api.spi.SandboxSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The container that a sandbox becomes. Immutable.
 *
 * @param spec the sandbox
 * @param image its image
 * @param labels whose it is
 * @param limits what it may use
 */
record ContainerPlan(SandboxSpec spec, ImageName image, Labels labels, SandboxSpec.Limits limits) {
    /** Where things are inside: the sources at a place that people like to read, all else under one name. */
    static final SandboxLayout LAYOUT = new SandboxLayout("/workspace", "/hostler/home", "/hostler/in", "/hostler/out");

    /** The directories that a sandbox can write, at the places where it has them. */
    static final List<String> SHARED = List.of(LAYOUT.workspace(), LAYOUT.home(), LAYOUT.output());

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
                .withCmd(LAYOUT.input() + "/" + spec.entry(), LAYOUT.input(), LAYOUT.output())
                .withEnv("HOME=" + LAYOUT.home())
                .withWorkingDir(LAYOUT.workspace())
                // The image's own check would start processes in the sandbox.
                .withHealthcheck(new HealthCheck().withTest(List.of("NONE")))
                .withHostConfig(hostConfig());
        return command.exec().getId();
    }

    private HostConfig hostConfig() {
        HostConfig config = HostConfig.newHostConfig()
                .withMounts(mounts())
                // A restarted supervisor would have forgotten which steps it ran.
                .withRestartPolicy(RestartPolicy.noRestart())
                .withLogConfig(new LogConfig(LogConfig.LoggingType.NONE))
                .withInit(false)
                .withCapDrop(Capability.MKNOD)
                .withSecurityOpts(List.of("no-new-privileges"));
        limits.processes().ifPresent(processes -> config.withPidsLimit((long) processes));
        limits.cpus().ifPresent(cpus -> config.withNanoCPUs(Math.round(cpus * NANO)));
        // With the swap limit equal to the memory limit there is no swap.
        limits.memoryBytes().ifPresent(bytes -> config.withMemory(bytes).withMemorySwap(bytes));
        return spec.network() ? config : config.withNetworkMode("none");
    }

    /** Mounts, not binds: of those the engine would make what is missing, as root. */
    private List<Mount> mounts() {
        SandboxSpec.Directories at = spec.directories();
        return List.of(
                mount(at.workspace(), LAYOUT.workspace()),
                mount(at.home(), LAYOUT.home()),
                mount(at.input(), LAYOUT.input()).withReadOnly(true),
                mount(at.output(), LAYOUT.output()));
    }

    /** Mounts directories of the host, in the order of {@link #SHARED}. */
    static List<Mount> mounts(List<String> sources) {
        return IntStream.range(0, SHARED.size())
                .mapToObj(i -> mount(Path.of(sources.get(i)), SHARED.get(i)))
                .toList();
    }

    private static Mount mount(Path source, String target) {
        return new Mount()
                .withType(MountType.BIND)
                .withSource(source.toAbsolutePath().toString())
                .withTarget(target);
    }
}
