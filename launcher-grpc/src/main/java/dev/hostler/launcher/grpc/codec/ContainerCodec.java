package dev.hostler.launcher.grpc.codec;

import dev.hostler.api.workload.ContainerLimits;
import dev.hostler.api.workload.ContainerSpec;
import dev.hostler.api.workload.HostMount;
import dev.hostler.api.workload.ManagedVolume;
import dev.hostler.api.workload.PortMapping;
import dev.hostler.api.workload.RestartPolicy;
import dev.hostler.api.workload.WorkloadSpec;
import dev.hostler.launcher.grpc.proto.agent.ManagedVolumeSpec;
import dev.hostler.launcher.grpc.proto.agent.ResourceLimits;
import dev.hostler.launcher.grpc.proto.agent.WorkloadSpec.SpecCase;
import dev.hostler.launcher.grpc.proto.agent.WorkloadType;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Containers: named by their ids, with the protocol's labels. */
final class ContainerCodec implements WorkloadCodec {
    /** The time that the protocol's own agent gives a container to stop. */
    private static final Duration STOP_GRACE = Duration.ofSeconds(30);

    @Override
    public WorkloadType type() {
        return WorkloadType.WORKLOAD_TYPE_CONTAINER;
    }

    @Override
    public String word() {
        return "container";
    }

    @Override
    public String kind() {
        return ContainerSpec.KIND;
    }

    @Override
    public String runtime() {
        return "containers";
    }

    @Override
    public SpecCase form() {
        return SpecCase.CONTAINER;
    }

    @Override
    public WorkloadSpec decode(String id, String revision, dev.hostler.launcher.grpc.proto.agent.WorkloadSpec wire) {
        dev.hostler.launcher.grpc.proto.agent.ContainerSpec spec = wire.getContainer();
        ContainerSpec.Builder container = ContainerSpec.builder(spec.getImage())
                .command(spec.getCommandList())
                .args(spec.getArgsList())
                .env(spec.getEnvMap())
                .limits(limits(spec.getResources()))
                .restart(restart(spec.getRestartPolicy()))
                .stopGrace(STOP_GRACE)
                .containerName(id);
        spec.getVolumesList()
                .forEach(mount -> container.volume(
                        new HostMount(mount.getHostPath(), mount.getContainerPath(), mount.getReadOnly())));
        spec.getManagedVolumesList().forEach(volume -> container.managedVolume(volume(volume)));
        spec.getPortsList().forEach(port -> container.port(port(port)));
        labels(id, revision, spec.getLabelsMap()).forEach(container::label);
        return container.build();
    }

    /** The protocol's own labels win over the caller's. */
    private static Map<String, String> labels(String id, String revision, Map<String, String> given) {
        Map<String, String> labels = new LinkedHashMap<>(given);
        labels.put("persys.managed", "true");
        labels.put("persys.workload_id", id);
        labels.put("persys.revision_id", revision);
        return labels;
    }

    private static ManagedVolume volume(ManagedVolumeSpec volume) {
        return new ManagedVolume(
                volume.getName(),
                volume.getDriver().isEmpty() ? ManagedVolume.LOCAL : volume.getDriver(),
                volume.getMountPath(),
                volume.getReadOnly(),
                retain(volume.getRetainPolicy()));
    }

    static boolean retain(String policy) {
        return switch (policy.toLowerCase(Locale.ROOT)) {
            case "", "delete" -> false;
            case "retain" -> true;
            default -> throw Refusal.of("managed_volumes.retain_policy", policy, "use Delete or Retain");
        };
    }

    private static PortMapping port(dev.hostler.launcher.grpc.proto.agent.PortMapping port) {
        return new PortMapping("", port.getHostPort(), port.getContainerPort(), protocol(port.getProtocol()));
    }

    private static PortMapping.Protocol protocol(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "", "tcp" -> PortMapping.Protocol.TCP;
            case "udp" -> PortMapping.Protocol.UDP;
            default -> throw Refusal.of("ports.protocol", word, "use tcp or udp");
        };
    }

    /** Zero is the protocol's word for no limit. */
    private static ContainerLimits limits(ResourceLimits limits) {
        return new ContainerLimits(
                OptionalDouble.empty(),
                limits.getCpuShares() == 0 ? OptionalInt.empty() : OptionalInt.of(shares(limits.getCpuShares())),
                positive(limits.getMemoryBytes()),
                positive(limits.getMemorySwapBytes()),
                OptionalInt.empty());
    }

    private static int shares(long shares) {
        if (shares != (int) shares) {
            throw Refusal.of("resources.cpu_shares", Long.toString(shares), "give 1024 for each processor");
        }
        return (int) shares;
    }

    private static OptionalLong positive(long value) {
        return value == 0 ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /** The engine restarts and not Docker, so that a number of retries goes with every policy. */
    private static RestartPolicy restart(dev.hostler.launcher.grpc.proto.agent.RestartPolicy policy) {
        RestartPolicy.Mode mode = switch (policy.getPolicy().toLowerCase(Locale.ROOT)) {
            case "", "no" -> RestartPolicy.Mode.NO;
            case "always" -> RestartPolicy.Mode.ALWAYS;
            case "on-failure" -> RestartPolicy.Mode.ON_FAILURE;
            case "unless-stopped" -> RestartPolicy.Mode.UNLESS_STOPPED;
            default ->
                throw Refusal.of(
                        "restart_policy.policy", policy.getPolicy(), "use no, always, on-failure or unless-stopped");
        };
        return new RestartPolicy(mode, policy.getMaxRetryCount());
    }
}
