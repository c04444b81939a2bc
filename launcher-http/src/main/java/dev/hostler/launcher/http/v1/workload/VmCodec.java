package dev.hostler.launcher.http.v1.workload;

import dev.hostler.api.workload.CloudInit;
import dev.hostler.api.workload.ManagedVolume;
import dev.hostler.api.workload.VmAcceleration;
import dev.hostler.api.workload.VmDisk;
import dev.hostler.api.workload.VmFirmware;
import dev.hostler.api.workload.VmNetwork;
import dev.hostler.api.workload.VmSpec;
import dev.hostler.api.workload.VmVolume;
import dev.hostler.launcher.http.v1.wire.ObjectReader;
import java.util.OptionalLong;

/** Reads a virtual machine's spec; what is not there has the default of {@link VmSpec.Builder}. */
final class VmCodec {
    private VmCodec() {}

    static VmSpec read(ObjectReader fields) {
        VmSpec.Builder spec = VmSpec.builder(
                fields.require("vcpus", fields.smallWhole("vcpus")),
                fields.require("memoryBytes", fields.whole("memoryBytes")));
        fields.text("name").ifPresent(spec::name);
        fields.objects("disks", VmCodec::disk).forEach(spec::disk);
        fields.objects("managedVolumes", VmCodec::volume).forEach(spec::managedVolume);
        fields.objects("networks", VmCodec::network).forEach(spec::network);
        fields.object("cloudInit", VmCodec::cloudInit).ifPresent(spec::cloudInit);
        fields.textMap("metadata").forEach(spec::metadata);
        fields.word("firmware", VmFirmware.class).ifPresent(spec::firmware);
        fields.word("acceleration", VmAcceleration.class).ifPresent(spec::acceleration);
        fields.truth("vnc").ifPresent(spec::vnc);
        fields.object("restart", ContainerCodec::restart).ifPresent(spec::restart);
        fields.object("health", HealthCodec::read).ifPresent(spec::health);
        fields.duration("stopGrace").ifPresent(spec::stopGrace);
        fields.text("domainName").ifPresent(spec::domainName);
        return spec.build();
    }

    private static VmDisk disk(ObjectReader fields) {
        VmDisk.Kind kind = fields.word("kind", VmDisk.Kind.class).orElse(VmDisk.Kind.DISK);
        boolean isCd = kind == VmDisk.Kind.CDROM;
        return new VmDisk(
                fields.text("path"),
                fields.require("device", fields.text("device")),
                fields.word("format", VmDisk.Format.class).orElse(isCd ? VmDisk.Format.RAW : VmDisk.Format.QCOW2),
                fields.whole("sizeBytes").map(OptionalLong::of).orElseGet(OptionalLong::empty),
                kind,
                fields.truth("boot").orElse(false),
                fields.truth("readOnly").orElse(isCd),
                fields.object("backing", VmCodec::backing));
    }

    private static VmDisk.Backing backing(ObjectReader fields) {
        return new VmDisk.Backing(
                fields.require("path", fields.text("path")),
                fields.require("format", fields.word("format", VmDisk.Format.class)));
    }

    private static VmVolume volume(ObjectReader fields) {
        return new VmVolume(
                fields.require("name", fields.text("name")),
                fields.text("driver").orElse(ManagedVolume.LOCAL),
                fields.require("sizeBytes", fields.whole("sizeBytes")),
                fields.truth("readOnly").orElse(false),
                fields.truth("retain").orElse(false));
    }

    private static VmNetwork network(ObjectReader fields) {
        return new VmNetwork(
                fields.text("network"), fields.text("bridge"), fields.text("macAddress"), fields.text("ipAddress"));
    }

    private static CloudInit cloudInit(ObjectReader fields) {
        return new CloudInit(
                fields.text("userData"),
                fields.text("metaData"),
                fields.text("networkConfig"),
                fields.text("vendorData"));
    }
}
