package dev.hostler.engine.runtime.docker;

import com.github.dockerjava.api.model.Capability;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.spi.AdmissionPolicy;
import dev.hostler.api.spi.WorkloadProvider;
import dev.hostler.api.workload.ContainerSpec;
import dev.hostler.api.workload.HostAccess;
import dev.hostler.api.workload.HostMount;
import dev.hostler.api.workload.ManagedVolume;
import dev.hostler.api.workload.NetworkMode;
import dev.hostler.api.workload.WorkloadId;
import dev.hostler.api.workload.WorkloadSpec;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Brings containers as a kind of workload. Thread-safe. */
public final class ContainerProvider implements WorkloadProvider {
    private static final String KERNELS_PREFIX = "CAP_";
    private static final Set<String> CAPABILITIES =
            Arrays.stream(Capability.values()).map(Capability::name).collect(Collectors.toUnmodifiableSet());

    /** Creates a provider; does nothing else. */
    public ContainerProvider() {}

    @Override
    public String kind() {
        return ContainerSpec.KIND;
    }

    @Override
    public String runtime() {
        return ContainerSettings.PROVIDER;
    }

    @Override
    public WorkloadSpec normalise(WorkloadSpec spec) {
        ContainerSpec container = Containers.spec(spec);
        ImageReference.require(container.image());
        container.managedVolumes().forEach(ContainerProvider::requireDriver);
        return withPlainCapabilities(container);
    }

    private static void requireDriver(ManagedVolume volume) {
        switch (volume.driver()) {
            case ManagedVolume.LOCAL -> {}
            case "nfs", "ceph-rbd" ->
                throw refused(
                        "managedVolumes.driver",
                        volume.driver(),
                        "volumes of this driver can't be made for containers here",
                        "mount the storage on the host and use volumes.hostPath, or take the driver local");
            default ->
                throw refused(
                        "managedVolumes.driver",
                        volume.driver(),
                        "there is no such driver for containers",
                        "take the driver local");
        }
    }

    /** The kernel's names start with CAP_; one capability shall have one name. */
    private static ContainerSpec withPlainCapabilities(ContainerSpec spec) {
        HostAccess access = spec.access();
        Set<String> plain = new LinkedHashSet<>();
        for (String name : access.capabilities()) {
            String bare = name.startsWith(KERNELS_PREFIX) ? name.substring(KERNELS_PREFIX.length()) : name;
            if (!CAPABILITIES.contains(bare)) {
                throw refused(
                        "hostAccess.capabilities", name, "there is no such capability", "write it like NET_ADMIN");
            }
            plain.add(bare);
        }
        if (plain.equals(access.capabilities())) {
            return spec;
        }
        return spec.toBuilder()
                .access(new HostAccess(
                        access.privileged(), access.hostPid(), access.hostIpc(), plain, access.devices()))
                .build();
    }

    @Override
    public AdmissionPolicy.Request request(Owner owner, WorkloadId id, WorkloadSpec spec) {
        ContainerSpec container = Containers.spec(spec);
        return new AdmissionPolicy.Request(
                owner,
                "workload '" + id + "'",
                abilities(container),
                container.volumes().stream().map(HostMount::hostPath).collect(Collectors.toSet()),
                Set.of(container.image()));
    }

    private static Set<String> abilities(ContainerSpec spec) {
        Set<String> asked = new LinkedHashSet<>();
        HostAccess access = spec.access();
        add(asked, access.privileged(), "privileged");
        add(asked, spec.network() == NetworkMode.HOST, "host-network");
        add(asked, access.hostPid(), "host-pid");
        add(asked, access.hostIpc(), "host-ipc");
        access.capabilities().forEach(name -> asked.add("capability:" + name));
        access.devices().forEach(path -> asked.add("device:" + path));
        return asked;
    }

    private static void add(Set<String> asked, boolean wanted, String ability) {
        if (wanted) {
            asked.add(ability);
        }
    }

    static RuntimeException refused(String field, String value, String cause, String remedy) {
        return Failure.cannot(ErrorCode.INVALID_INPUT, "accept " + field, value, cause, remedy)
                .toException();
    }
}
