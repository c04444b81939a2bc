package dev.hostler.launcher.grpc.codec;

import dev.hostler.api.workload.CloudInit;
import dev.hostler.api.workload.ManagedVolume;
import dev.hostler.api.workload.VmDisk;
import dev.hostler.api.workload.VmNetwork;
import dev.hostler.api.workload.VmSpec;
import dev.hostler.api.workload.VmVolume;
import dev.hostler.api.workload.WorkloadSpec;
import dev.hostler.launcher.grpc.proto.agent.CloudInitConfig;
import dev.hostler.launcher.grpc.proto.agent.DiskConfig;
import dev.hostler.launcher.grpc.proto.agent.ManagedVolumeSpec;
import dev.hostler.launcher.grpc.proto.agent.NetworkConfig;
import dev.hostler.launcher.grpc.proto.agent.VMSpec;
import dev.hostler.launcher.grpc.proto.agent.WorkloadSpec.SpecCase;
import dev.hostler.launcher.grpc.proto.agent.WorkloadType;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Virtual machines: in libvirt they have the names of their ids. An empty text is the protocol's word for nothing. */
final class VmCodec implements WorkloadCodec {
    private static final int MIB = 20;
    private static final int GIB = 30;

    /** More of either unit is meant by nobody, and would not fit into bytes. */
    private static final long MOST = 1L << 24;

    @Override
    public WorkloadType type() {
        return WorkloadType.WORKLOAD_TYPE_VM;
    }

    @Override
    public String word() {
        return "vm";
    }

    @Override
    public String kind() {
        return VmSpec.KIND;
    }

    @Override
    public String runtime() {
        return "vms";
    }

    @Override
    public SpecCase form() {
        return SpecCase.VM;
    }

    @Override
    public WorkloadSpec decode(String id, String revision, dev.hostler.launcher.grpc.proto.agent.WorkloadSpec wire) {
        VMSpec spec = wire.getVm();
        VmSpec.Builder machine = VmSpec.builder(spec.getVcpus(), bytes("memory_mb", spec.getMemoryMb(), MIB))
                .cloudInit(cloudInit(spec))
                .domainName(id);
        given(spec.getName()).ifPresent(machine::name);
        spec.getDisksList().forEach(disk -> machine.disk(disk(disk)));
        spec.getNetworksList().forEach(card -> machine.network(network(card)));
        spec.getManagedVolumesList().forEach(volume -> machine.managedVolume(volume(volume)));
        spec.getMetadataMap().forEach(machine::metadata);
        return machine.build();
    }

    private static Optional<String> given(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private static long bytes(String field, long amount, int unit) {
        if (amount < 0 || amount > MOST) {
            throw Refusal.of(field, Long.toString(amount), "nothing has that size", "give one from 0 to " + MOST);
        }
        return amount << unit;
    }

    private static VmDisk disk(DiskConfig disk) {
        boolean isCd = kind(disk.getType()) == VmDisk.Kind.CDROM;
        long size = bytes("disks.size_gb", disk.getSizeGb(), GIB);
        return new VmDisk(
                given(disk.getPath()),
                disk.getDevice(),
                given(disk.getFormat()).map(VmCodec::format).orElse(isCd ? VmDisk.Format.RAW : VmDisk.Format.QCOW2),
                size == 0 ? OptionalLong.empty() : OptionalLong.of(size),
                isCd ? VmDisk.Kind.CDROM : VmDisk.Kind.DISK,
                disk.getBoot(),
                isCd,
                Optional.empty());
    }

    private static VmDisk.Kind kind(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "", "disk" -> VmDisk.Kind.DISK;
            case "cdrom" -> VmDisk.Kind.CDROM;
            default -> throw Refusal.of("disks.type", word, "use disk or cdrom");
        };
    }

    private static VmDisk.Format format(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "qcow2" -> VmDisk.Format.QCOW2;
            case "raw", "iso" -> VmDisk.Format.RAW;
            default -> throw Refusal.of("disks.format", word, "use qcow2, raw or iso");
        };
    }

    private static VmNetwork network(NetworkConfig card) {
        return new VmNetwork(
                Optional.of(card.getNetwork()),
                Optional.empty(),
                given(card.getMacAddress()),
                given(card.getIpAddress()));
    }

    /** What is told in parts goes before what is told in one. */
    private static CloudInit cloudInit(VMSpec spec) {
        CloudInitConfig parts = spec.getCloudInitConfig();
        return new CloudInit(
                given(parts.getUserData()).or(() -> given(spec.getCloudInit())),
                given(parts.getMetaData()),
                given(parts.getNetworkConfig()),
                given(parts.getVendorData()));
    }

    private static VmVolume volume(ManagedVolumeSpec volume) {
        return new VmVolume(
                volume.getName(),
                given(volume.getDriver()).orElse(ManagedVolume.LOCAL),
                bytes("managed_volumes.size_gb", volume.getSizeGb(), GIB),
                volume.getReadOnly(),
                ContainerCodec.retain(volume.getRetainPolicy()));
    }
}
