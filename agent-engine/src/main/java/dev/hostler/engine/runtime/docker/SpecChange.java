package dev.hostler.engine.runtime.docker;

import dev.hostler.api.spi.WorkloadRuntime.Change;
import dev.hostler.api.workload.ContainerSpec;
import dev.hostler.api.workload.HostMount;
import dev.hostler.api.workload.ManagedVolume;
import dev.hostler.api.workload.NetworkMode;
import java.nio.file.Path;

/**
 * What it takes to get from one container to another. Immutable.
 *
 * @param from what is there
 * @param to what is wanted
 */
record SpecChange(ContainerSpec from, ContainerSpec to) {
    Change kind() {
        ContainerSpec known = asTheEngineKnows(to, from);
        if (known.equals(from)) {
            return Change.NONE;
        }
        boolean onlyLimits = known.toBuilder().limits(from.limits()).build().equals(from);
        if (onlyLimits && ResourceLimits.of(from.limits()).canBecome(ResourceLimits.of(to.limits()))) {
            return Change.IN_PLACE;
        }
        return exclude() ? Change.IN_TURN : Change.BESIDE;
    }

    /** Returns a spec with those parts of another one that the Docker engine is never told. */
    private static ContainerSpec asTheEngineKnows(ContainerSpec spec, ContainerSpec other) {
        return new ContainerSpec(
                spec.image(),
                spec.command(),
                spec.args(),
                spec.env(),
                spec.volumes(),
                spec.managedVolumes(),
                spec.ports(),
                spec.limits(),
                other.restart(),
                spec.labels(),
                other.health(),
                spec.network(),
                spec.access(),
                other.pull(),
                other.stopGrace(),
                spec.containerName());
    }

    /** Returns whether both can't run at one time, or would write to the same place. */
    private boolean exclude() {
        return from.network() == NetworkMode.HOST && to.network() == NetworkMode.HOST
                || to.containerName().isPresent() && to.containerName().equals(from.containerName())
                || to.ports().stream().anyMatch(port -> from.ports().stream().anyMatch(port::clashesWith))
                || to.volumes().stream()
                        .anyMatch(mount -> from.volumes().stream().anyMatch(other -> share(mount, other)))
                || to.managedVolumes().stream()
                        .anyMatch(volume -> from.managedVolumes().stream().anyMatch(other -> share(volume, other)));
    }

    private static boolean share(HostMount one, HostMount other) {
        Path first = Path.of(one.hostPath()).normalize();
        Path second = Path.of(other.hostPath()).normalize();
        return (first.startsWith(second) || second.startsWith(first)) && !(one.readOnly() && other.readOnly());
    }

    private static boolean share(ManagedVolume one, ManagedVolume other) {
        return one.name().equals(other.name()) && !(one.readOnly() && other.readOnly());
    }
}
