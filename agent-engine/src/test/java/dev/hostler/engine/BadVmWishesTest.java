package dev.hostler.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.workload.ApplyWorkload;
import dev.hostler.api.workload.CloudInit;
import dev.hostler.api.workload.HealthCheck;
import dev.hostler.api.workload.VmDisk;
import dev.hostler.api.workload.VmNetwork;
import dev.hostler.api.workload.VmSpec;
import dev.hostler.api.workload.VmVolume;
import dev.hostler.api.workload.WorkloadHandle;
import dev.hostler.engine.testing.BootSector;
import dev.hostler.engine.testing.LibvirtHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Wishes for machines that an agent refuses by the field's name, before it stores or makes anything. */
class BadVmWishesTest extends VmScenario {
    private void assertNothingComesOf(ErrorCode code, String named, ThrowingCallable call) {
        assertRefused(code, named, call);
        assertThat(agent.workloads(Owner.EMBEDDER)).isEmpty();
        assertThat(agent.actions(Owner.EMBEDDER)).isEmpty();
        assertThat(files()).isEmpty();
    }

    private void assertInvalid(String field, Consumer<VmSpec.Builder> change) {
        assertNothingComesOf(ErrorCode.INVALID_INPUT, field, () -> apply(change));
    }

    private void assertDenied(String named, VmDisk disk) {
        assertNothingComesOf(ErrorCode.POLICY_DENIED, named, () -> apply(spec -> spec.disk(disk)));
    }

    private void apply(Consumer<VmSpec.Builder> change) {
        VmSpec.Builder spec = machine(BootSector.FOREVER);
        change.accept(spec);
        agent.apply(ApplyWorkload.of("moth", spec.build()));
    }

    private Path file(String name) {
        return libvirt.directory().resolve(name);
    }

    @Test
    void sizes() {
        assertInvalid("vcpus", spec -> spec.vcpus(0));
        assertInvalid("vcpus", spec -> spec.vcpus(-1));
        assertInvalid("memoryBytes", spec -> spec.memoryBytes(0));
        assertInvalid("memoryBytes", spec -> spec.memoryBytes((64L << 20) + 1));
        assertInvalid("disks.sizeBytes", spec -> spec.disk(VmDisk.own("vdb", 0)));
        assertInvalid("managedVolumes.sizeBytes", spec -> spec.managedVolume(VmVolume.of("data", 0)));
        assertInvalid(
                "managedVolumes.driver",
                spec -> spec.managedVolume(new VmVolume("data", "ceph-rbd", 1 << 20, false, false)));
    }

    @Test
    void names() {
        assertInvalid("name", spec -> spec.name("a b"));
        assertInvalid("name", spec -> spec.name("-"));
        assertInvalid("disks.device", spec -> spec.disk(VmDisk.own("vda", 1 << 20)));
        assertInvalid("disks.device", spec -> spec.disk(VmDisk.own("../x", 1 << 20)));
        assertInvalid("disks.path", spec -> spec.disk(VmDisk.at("vdb", "rbd:pool/image")));
        assertInvalid(
                "disks.path", spec -> spec.disk(VmDisk.at("vdb", file("../etc").toString())));
        assertInvalid("health.exec", spec -> spec.health(HealthCheck.of(new HealthCheck.Exec(List.of("true")))));
    }

    @Test
    void disksOutsideOfWhatIsAllowed() throws IOException {
        Files.createSymbolicLink(file("link"), Path.of("/etc"));
        for (String path : List.of("/etc/shadow", "/dev/sda", file("link") + "/shadow", directory + "/data/x")) {
            assertDenied("disks.path", VmDisk.at("vdb", path).as(VmDisk.Format.RAW));
            assertDenied(path, VmDisk.at("vdb", path).as(VmDisk.Format.RAW).sized(1 << 20));
        }
        assertDenied(
                "/etc/shadow", VmDisk.at("vdb", file("x.qcow2").toString()).over("/etc/shadow", VmDisk.Format.RAW));
        assertThat(file("x.qcow2")).doesNotExist();
    }

    @Test
    void imagesThatLeadOut() {
        String sly = file("sly.qcow2").toString();
        String below = file("below.qcow2").toString();
        LibvirtHost.run(
                List.of("qemu-img", "create", "-q", "-f", "qcow2", "-b", "/etc/shadow", "-F", "raw", sly, "1M"));
        LibvirtHost.run(List.of("qemu-img", "create", "-q", "-f", "qcow2", "-b", sly, "-F", "qcow2", below, "1M"));

        assertDenied("/etc/shadow", VmDisk.at("vdb", sly));
        assertDenied("/etc/shadow", VmDisk.at("vdb", below));
        assertDenied(
                "/etc/shadow", VmDisk.at("vdb", file("new.qcow2").toString()).over(sly, VmDisk.Format.QCOW2));
        assertThat(file("new.qcow2")).doesNotExist();
    }

    @Test
    void imagesThatKeepTheirDataElsewhere() {
        String sly = file("sly.qcow2").toString();
        LibvirtHost.run(List.of(
                "qemu-img", "create", "-q", "-f", "qcow2", "-o", "data_file=" + directory + "/elsewhere", sly, "1M"));

        assertDenied("elsewhere", VmDisk.at("vdb", sly));
    }

    @Test
    void filesThatAreNotThereOrNoDisks() throws IOException {
        Files.writeString(file("text"), "no disk");
        Files.createDirectory(file("directory"));

        assertInvalid(
                "disks.path", spec -> spec.disk(VmDisk.at("vdb", file("missing").toString())));
        assertInvalid(
                "disks.path",
                spec -> spec.disk(VmDisk.cdrom("sdb", file("missing").toString())));
        assertInvalid(
                "disks.path",
                spec -> spec.disk(VmDisk.at("vdb", file("directory").toString())));
        assertInvalid("text", spec -> spec.disk(VmDisk.at("vdb", file("text").toString())));
        assertInvalid(
                "disks.backing",
                spec -> spec.disk(VmDisk.at("vdb", file("new").toString())
                        .over(file("missing").toString(), VmDisk.Format.RAW)));
        assertThat(file("new")).doesNotExist();
    }

    @Test
    void networksThatAreNotThere() {
        assertInvalid("networks.network nowhere", spec -> spec.network(VmNetwork.of("nowhere")));
        assertInvalid("networks.network", spec -> spec.network(VmNetwork.of("a/b")));
        assertInvalid(
                "networks.macAddress", spec -> spec.network(VmNetwork.of("x").withMac("01:00:00:00:00:00")));
        assertInvalid(
                "networks.macAddress", spec -> spec.network(VmNetwork.of("x").withMac("")));
        assertInvalid(
                "networks.ipAddress", spec -> spec.network(VmNetwork.of("x").withAddress("10.0.0.256")));
        assertInvalid(
                "networks.ipAddress", spec -> spec.network(VmNetwork.bridge("x").withAddress("10.0.0.2")));
        assertNothingComesOf(
                ErrorCode.POLICY_DENIED, "bridge:lo", () -> apply(spec -> spec.network(VmNetwork.bridge("lo"))));
    }

    @Test
    void tooMuchCloudInit() {
        String large = "#!/bin/sh\n" + "x".repeat(1 << 20);
        String half = "#".repeat(CloudInit.MOST_BYTES / 2 + 1);

        assertInvalid("cloudInit.userData", spec -> spec.cloudInit(CloudInit.userData(large)));
        assertInvalid(
                "cloudInit", spec -> spec.cloudInit(CloudInit.userData(half).withVendorData(half)));
        assertInvalid("cloudInit.metaData", spec -> spec.cloudInit(CloudInit.NONE.withMetaData("a: \0")));
    }

    @Test
    void whatAnotherMachineHas() {
        VmSpec first = machine(BootSector.FOREVER)
                .disk(VmDisk.at("vdb", file("first.qcow2").toString()).sized(1 << 20))
                .build();
        WorkloadHandle moth = running(first);

        assertRefused(
                ErrorCode.CONFLICT,
                "disks.path",
                () -> agent.apply(ApplyWorkload.of("other", first.toBuilder().build())));
        assertRefused(
                ErrorCode.CONFLICT,
                "disks.path",
                () -> agent.apply(ApplyWorkload.of(
                        "other",
                        machine(BootSector.FOREVER)
                                .disk(VmDisk.at("vdb", file("over.qcow2").toString())
                                        .over(file("first.qcow2").toString(), VmDisk.Format.QCOW2))
                                .build())));
        assertThat(agent.workloads(Owner.EMBEDDER)).hasSize(1);
        assertThat(file("over.qcow2")).doesNotExist();
        moth.delete(true);
    }
}
