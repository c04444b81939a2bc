package dev.hostler.launcher.http.v1.workload;

import dev.hostler.api.workload.ContainerLimits;
import dev.hostler.api.workload.ContainerSpec;
import dev.hostler.api.workload.HostAccess;
import dev.hostler.api.workload.HostMount;
import dev.hostler.api.workload.ImagePullPolicy;
import dev.hostler.api.workload.ManagedVolume;
import dev.hostler.api.workload.NetworkMode;
import dev.hostler.api.workload.PortMapping;
import dev.hostler.api.workload.PortMapping.Protocol;
import dev.hostler.api.workload.RestartPolicy;
import dev.hostler.launcher.http.v1.wire.ObjectReader;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Reads a container's spec; what is not there has the default of {@link ContainerSpec.Builder}. */
final class ContainerCodec {
    private ContainerCodec() {}

    static ContainerSpec read(ObjectReader fields) {
        ContainerSpec.Builder spec = ContainerSpec.builder(fields.require("image", fields.text("image")))
                .command(fields.texts("command"))
                .args(fields.texts("args"))
                .env(fields.textMap("env"));
        fields.objects("volumes", ContainerCodec::volume).forEach(spec::volume);
        fields.objects("managedVolumes", ContainerCodec::managedVolume).forEach(spec::managedVolume);
        fields.objects("ports", ContainerCodec::port).forEach(spec::port);
        fields.object("resources", ContainerCodec::limits).ifPresent(spec::limits);
        fields.object("restart", ContainerCodec::restart).ifPresent(spec::restart);
        fields.textMap("labels").forEach(spec::label);
        fields.object("health", HealthCodec::read).ifPresent(spec::health);
        fields.word("network", NetworkMode.class).ifPresent(spec::network);
        fields.object("hostAccess", ContainerCodec::access).ifPresent(spec::access);
        fields.word("pull", ImagePullPolicy.class).ifPresent(spec::pull);
        fields.duration("stopGrace").ifPresent(spec::stopGrace);
        fields.text("containerName").ifPresent(spec::containerName);
        return spec.build();
    }

    private static HostMount volume(ObjectReader fields) {
        return new HostMount(
                fields.require("hostPath", fields.text("hostPath")),
                fields.require("containerPath", fields.text("containerPath")),
                fields.truth("readOnly").orElse(false));
    }

    private static ManagedVolume managedVolume(ObjectReader fields) {
        return new ManagedVolume(
                fields.require("name", fields.text("name")),
                fields.text("driver").orElse(ManagedVolume.LOCAL),
                fields.require("mountPath", fields.text("mountPath")),
                fields.truth("readOnly").orElse(false),
                fields.truth("retain").orElse(false));
    }

    private static PortMapping port(ObjectReader fields) {
        return new PortMapping(
                fields.text("hostAddress").orElse(""),
                fields.smallWhole("hostPort").orElse(0),
                fields.require("containerPort", fields.smallWhole("containerPort")),
                fields.word("protocol", Protocol.class).orElse(Protocol.TCP));
    }

    private static ContainerLimits limits(ObjectReader fields) {
        return new ContainerLimits(
                fields.number("cpus").map(OptionalDouble::of).orElseGet(OptionalDouble::empty),
                whole(fields.smallWhole("cpuShares")),
                wide(fields.whole("memoryBytes")),
                wide(fields.whole("swapBytes")),
                whole(fields.smallWhole("processes")));
    }

    private static OptionalInt whole(Optional<Integer> value) {
        return value.map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }

    private static OptionalLong wide(Optional<Long> value) {
        return value.map(OptionalLong::of).orElseGet(OptionalLong::empty);
    }

    static RestartPolicy restart(ObjectReader fields) {
        return new RestartPolicy(
                fields.require("mode", fields.word("mode", RestartPolicy.Mode.class)),
                fields.smallWhole("retries").orElse(0));
    }

    private static HostAccess access(ObjectReader fields) {
        return new HostAccess(
                fields.truth("privileged").orElse(false),
                fields.truth("hostPid").orElse(false),
                fields.truth("hostIpc").orElse(false),
                new LinkedHashSet<>(fields.texts("capabilities")),
                new LinkedHashSet<>(fields.texts("devices")));
    }
}
