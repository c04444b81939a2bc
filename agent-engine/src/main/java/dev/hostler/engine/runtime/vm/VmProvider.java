package dev.hostler.engine.runtime.vm;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.spi.AdmissionPolicy;
import dev.hostler.api.spi.WorkloadProvider;
import dev.hostler.api.workload.ManagedVolume;
import dev.hostler.api.workload.VmDisk;
import dev.hostler.api.workload.VmNetwork;
import dev.hostler.api.workload.VmSpec;
import dev.hostler.api.workload.VmVolume;
import dev.hostler.api.workload.WorkloadId;
import dev.hostler.api.workload.WorkloadSpec;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Brings virtual machines as a kind of workload. Thread-safe. */
public final class VmProvider implements WorkloadProvider {
    /** Creates a provider; does nothing else. */
    public VmProvider() {}

    @Override
    public String kind() {
        return VmSpec.KIND;
    }

    @Override
    public String runtime() {
        return VmSettings.PROVIDER;
    }

    @Override
    public WorkloadSpec normalise(WorkloadSpec spec) {
        VmSpec machine = spec(spec);
        machine.managedVolumes().forEach(VmProvider::requireDriver);
        return machine;
    }

    private static void requireDriver(VmVolume volume) {
        if (!volume.driver().equals(ManagedVolume.LOCAL)) {
            throw Failure.cannot(
                            ErrorCode.INVALID_INPUT,
                            "accept managedVolumes.driver",
                            volume.driver(),
                            "volumes of this driver can't be made for machines here",
                            "take the driver local")
                    .toException();
        }
    }

    @Override
    public AdmissionPolicy.Request request(Owner owner, WorkloadId id, WorkloadSpec spec) {
        VmSpec machine = spec(spec);
        return new AdmissionPolicy.Request(
                owner, "workload '" + id + "'", abilities(machine), hostPaths(machine), Set.of());
    }

    /** A bridge may be the host's own network. */
    private static Set<String> abilities(VmSpec spec) {
        return spec.networks().stream()
                .map(VmNetwork::bridge)
                .flatMap(bridge -> bridge.stream())
                .map(bridge -> "bridge:" + bridge)
                .collect(Collectors.toSet());
    }

    private static Set<String> hostPaths(VmSpec spec) {
        return spec.disks().stream()
                .flatMap(disk -> Stream.concat(disk.path().stream(), disk.backing().map(VmDisk.Backing::path).stream()))
                .collect(Collectors.toSet());
    }

    /** Returns the machine that a spec means; throws {@code AgentException} if it means something else. */
    static VmSpec spec(WorkloadSpec spec) {
        if (spec instanceof VmSpec machine) {
            return machine;
        }
        throw Failure.cannot(
                        ErrorCode.INVALID_INPUT,
                        "accept workload of kind",
                        spec.kind(),
                        "it is no virtual machine",
                        "use the runtime of its kind")
                .toException();
    }
}
