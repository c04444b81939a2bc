package dev.hostler.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hostler.api.Agent;
import dev.hostler.api.workload.ApplyWorkload;
import dev.hostler.api.workload.DesiredState;
import dev.hostler.api.workload.RestartPolicy;
import dev.hostler.api.workload.VmDisk;
import dev.hostler.api.workload.VmFirmware;
import dev.hostler.api.workload.VmSpec;
import dev.hostler.api.workload.VmVolume;
import dev.hostler.api.workload.WorkloadHandle;
import dev.hostler.api.workload.WorkloadPhase;
import dev.hostler.engine.testing.BootSector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Machines that an agent keeps, without an operating system in them. */
class VmsTest extends VmScenario {
    /** Says that it is up, and waits to be killed. */
    static final class Victim {
        private Victim() {}

        public static void main(String[] arguments) throws InterruptedException {
            Map<String, String> settings = Map.of("directory", arguments[1], "acceleration", "qemu");
            Agent agent = Agent.start(config(Path.of(arguments[0]), settings).build());
            VmSpec spec = VmSpec.builder(1, 64L << 20)
                    .disk(VmDisk.at("vda", arguments[2]).as(VmDisk.Format.RAW).forReading())
                    .disk(VmDisk.own("vdb", 1 << 20))
                    .build();
            agent.apply(ApplyWorkload.of("moth", spec).revision("rev-1"))
                    .handle()
                    .awaitSettled(LONG);
            Thread.currentThread().join();
        }
    }

    @Test
    void whatIsPulledOutBehindTheAgentsBackComesBack() {
        WorkloadHandle moth = running(machine(BootSector.FOREVER).build());
        String first = domainId(moth);

        libvirt.virsh("destroy", moth.workload().status().details().get("vm.domain"));

        await().atMost(LONG).until(() -> !domains().isEmpty() && !domainId(moth).equals(first));
        awaitPhase(moth, WorkloadPhase.RUNNING);
        assertThat(moth.workload().status().failure()).isEmpty();
    }

    @Test
    void theEndOfTheAgentByKillChangesNothing() throws Exception {
        agent.close();
        Path disk = BootSector.FOREVER.write(libvirt.directory().resolve("forever.raw"), "");
        Process victim = MortalAgent.start(
                directory,
                Victim.class,
                directory.resolve("data").toString(),
                libvirt.directory().toString(),
                disk.toString());
        await().atMost(LONG).until(() -> libvirt.virsh("list", "--name").contains(prefix()));
        String domain = domains().get(0);
        String id = libvirt.virsh("domid", domain);

        victim.destroyForcibly().waitFor();
        start();

        WorkloadHandle moth = agent.workload(VM).orElseThrow();
        awaitPhase(moth, WorkloadPhase.RUNNING);
        assertThat(domains()).containsExactly(domain);
        assertThat(libvirt.virsh("domid", domain)).isEqualTo(id);
    }

    @Test
    @Tag("faults")
    void aGuestThatStartsItselfAnewHasNotFailed() {
        WorkloadHandle moth = running(machine(BootSector.FOREVER).build());
        String id = domainId(moth);

        libvirt.virsh("reset", moth.workload().status().details().get("vm.domain"));

        await().during(Duration.ofSeconds(2))
                .atMost(LONG)
                .until(() -> domainId(moth).equals(id));
        assertThat(moth.workload().status().restarts()).isZero();
        assertThat(moth.workload().status().phase()).isEqualTo(WorkloadPhase.RUNNING);
    }

    @Test
    void aMachineThatShutsItselfDownAndIsNotWantedAgainIsCompleted() {
        WorkloadHandle moth = agent.apply(ApplyWorkload.of(
                        "moth",
                        machine(BootSector.POWER_OFF)
                                .restart(RestartPolicy.onFailure(3))
                                .build()))
                .handle();

        awaitPhase(moth, WorkloadPhase.COMPLETED);
        // It may be over before the agent has noted that it was started.
        await().atMost(LONG)
                .untilAsserted(
                        () -> assertThat(moth.workload().status().message()).contains("shutdown"));
    }

    @Test
    void disksAreMadeAndGoWithTheirDataAndWhatWasThereStays() throws Exception {
        Path there = Files.createDirectory(libvirt.directory().resolve("disks"));
        Files.setPosixFilePermissions(there, PosixFilePermissions.fromString("rwx--x--x"));
        Path old = there.resolve("old.raw");
        Files.write(old, new byte[1 << 20]);
        Path named = there.resolve("named.qcow2");
        Path base = Files.write(there.resolve("base.raw"), new byte[1 << 20]);
        Path over = there.resolve("over.qcow2");
        VmSpec spec = machine(BootSector.FOREVER)
                .disk(VmDisk.at("vdb", old.toString()).as(VmDisk.Format.RAW))
                .disk(VmDisk.at("vdc", named.toString()).sized(3 << 20))
                .disk(VmDisk.at("vdd", over.toString())
                        .over(base.toString(), VmDisk.Format.RAW)
                        .sized(2 << 20))
                .disk(VmDisk.own("sda", 1 << 20))
                .disk(VmDisk.cdrom("sdb", base.toString()))
                .managedVolume(VmVolume.of("data", 1 << 20))
                .build();
        WorkloadHandle moth = running(spec);

        String info = libvirt.virsh(
                "domblkinfo", "--all", moth.workload().status().details().get("vm.domain"));
        assertThat(info).contains("vdc").contains(String.valueOf(3 << 20)).contains(String.valueOf(2 << 20));
        moth.delete(false);
        assertThat(moth.awaitGone(LONG)).isTrue();
        assertThat(named).exists();
        WorkloadHandle again = running(spec);
        again.delete(true);
        assertThat(again.awaitGone(LONG)).isTrue();
        assertThat(named).doesNotExist();
        assertThat(over).doesNotExist();
        assertThat(List.of(old, base)).allMatch(Files::exists);
        assertThat(files()).isEmpty();
    }

    @Test
    void aNewRevisionTakesTheOldOnesDisksAndMemoryIsGivenBackInPlace() {
        VmSpec spec =
                machine(BootSector.FOREVER).disk(VmDisk.own("vdb", 1 << 20)).build();
        WorkloadHandle moth = running(spec);
        String domain = moth.workload().status().details().get("vm.domain");
        String id = domainId(moth);

        running(spec.toBuilder().memoryBytes(48L << 20).metadata("a", "b").build());
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(libvirt.virsh("dumpxml", "--inactive", domain))
                        .contains(">49152<", "<hostler:metadata name=\"a\">b</hostler:metadata>"));
        assertThat(domainId(moth)).isEqualTo(id);

        running(spec.toBuilder().vcpus(2).build());
        await().atMost(LONG).until(() -> domains().size() == 1 && !domains().contains(domain));
        assertThat(files())
                .filteredOn(file -> file.toString().endsWith("vdb.qcow2"))
                .hasSize(1);
    }

    @Test
    @Tag("faults")
    void isStoppedAndStartedAsItIs() {
        VmSpec spec = machine(BootSector.FOREVER).build();
        WorkloadHandle moth = running(ApplyWorkload.of("moth", spec).revision("r"));
        String domain = moth.workload().status().details().get("vm.domain");

        agent.apply(ApplyWorkload.of("moth", spec).revision("r").desired(DesiredState.STOPPED));
        awaitPhase(moth, WorkloadPhase.STOPPED);
        assertThat(libvirt.virsh("domstate", "--reason", domain)).contains("shut off (shutdown)");

        running(ApplyWorkload.of("moth", spec).revision("r"));
        assertThat(domains()).containsExactly(domain);
    }

    @Test
    @Tag("faults")
    void itsScreenIsSeenByNobodyUnlessAskedForAndThenHereOnly() {
        WorkloadHandle moth = running(machine(BootSector.FOREVER).build());
        String domain = moth.workload().status().details().get("vm.domain");
        assertThat(libvirt.virsh("dumpxml", domain)).doesNotContain("<graphics");

        running(machine(BootSector.FOREVER).vnc(true).build());
        await().atMost(LONG).until(() -> domains().size() == 1 && !domains().contains(domain));
        assertThat(libvirt.virsh("vncdisplay", domains().get(0))).startsWith("127.0.0.1:");
    }

    @Test
    @Tag("faults")
    void startsWithUefiAndKeepsItsVariablesAmongItsData() {
        WorkloadHandle moth =
                running(machine(BootSector.FOREVER).firmware(VmFirmware.UEFI).build());

        assertThat(files()).anyMatch(file -> file.endsWith("variables.fd"));
    }
}
