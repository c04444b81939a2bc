package dev.hostler.engine.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Device;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.InternetProtocol;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.RestartPolicy;
import dev.hostler.api.workload.ContainerSpec;
import dev.hostler.api.workload.HostAccess;
import dev.hostler.api.workload.HostMount;
import dev.hostler.api.workload.ManagedVolume;
import dev.hostler.api.workload.NetworkMode;
import dev.hostler.api.workload.PortMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The container that a spec becomes. Immutable.
 *
 * @param spec the spec
 * @param name the container's name
 * @param labels its labels
 * @param volumes the engine's name of each managed volume, by its own
 * @param settings what the operator wants of all containers
 */
record ContainerPlan(
        ContainerSpec spec,
        String name,
        Map<String, String> labels,
        Map<String, String> volumes,
        ContainerSettings settings) {
    private static final String HOST = "host";

    /** Makes the container; returns its id. */
    String create(DockerClient client) {
        CreateContainerCmd command = client.createContainerCmd(spec.image())
                .withName(name)
                .withLabels(labels)
                .withEnv(spec.env().entrySet().stream()
                        .map(variable -> variable.getKey() + "=" + variable.getValue())
                        .toList())
                .withExposedPorts(spec.ports().stream()
                        .map(ContainerPlan::inside)
                        .distinct()
                        .toList())
                .withHostConfig(hostConfig());
        List<String> words =
                Stream.concat(spec.command().stream(), spec.args().stream()).toList();
        if (!words.isEmpty()) {
            command.withCmd(words);
        }
        return command.exec().getId();
    }

    private HostConfig hostConfig() {
        HostConfig config = HostConfig.newHostConfig()
                // The engine that keeps wishes restarts, and nobody else.
                .withRestartPolicy(RestartPolicy.noRestart())
                .withLogConfig(new LogConfig(
                        LogConfig.LoggingType.JSON_FILE,
                        Map.of("max-size", settings.logMaxSize(), "max-file", settings.logMaxFiles())))
                .withMounts(mounts())
                .withPortBindings(
                        spec.ports().stream().map(ContainerPlan::binding).toList())
                .withNetworkMode(network(spec.network()));
        ResourceLimits.of(spec.limits()).apply(config);
        allow(config, spec.access());
        return config;
    }

    private static void allow(HostConfig config, HostAccess access) {
        config.withPrivileged(access.privileged())
                .withCapAdd(
                        access.capabilities().stream().map(Capability::valueOf).toArray(Capability[]::new))
                .withDevices(access.devices().stream()
                        .map(path -> new Device("rwm", path, path))
                        .toList());
        if (access.hostPid()) {
            config.withPidMode(HOST);
        }
        if (access.hostIpc()) {
            config.withIpcMode(HOST);
        }
    }

    private List<Mount> mounts() {
        List<Mount> mounts = new ArrayList<>();
        for (HostMount mount : spec.volumes()) {
            mounts.add(mount(MountType.BIND, mount.hostPath(), mount.containerPath(), mount.readOnly()));
        }
        for (ManagedVolume volume : spec.managedVolumes()) {
            mounts.add(mount(
                    MountType.VOLUME, volumes.getOrDefault(volume.name(), ""), volume.mountPath(), volume.readOnly()));
        }
        return mounts;
    }

    private static Mount mount(MountType type, String source, String target, boolean readOnly) {
        return new Mount().withType(type).withSource(source).withTarget(target).withReadOnly(readOnly);
    }

    private static ExposedPort inside(PortMapping port) {
        return new ExposedPort(
                port.containerPort(), InternetProtocol.valueOf(port.protocol().name()));
    }

    private static PortBinding binding(PortMapping port) {
        return new PortBinding(new Ports.Binding(port.hostAddress(), String.valueOf(port.hostPort())), inside(port));
    }

    private static String network(NetworkMode mode) {
        return switch (mode) {
            case BRIDGE -> "default";
            case NONE -> "none";
            case HOST -> HOST;
        };
    }
}
