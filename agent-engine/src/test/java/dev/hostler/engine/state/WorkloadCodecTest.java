package dev.hostler.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.workload.CloudInit;
import dev.hostler.api.workload.ComposeSpec;
import dev.hostler.api.workload.ContainerLimits;
import dev.hostler.api.workload.ContainerSpec;
import dev.hostler.api.workload.CustomSpec;
import dev.hostler.api.workload.DesiredState;
import dev.hostler.api.workload.HealthCheck;
import dev.hostler.api.workload.HostAccess;
import dev.hostler.api.workload.HostMount;
import dev.hostler.api.workload.ImagePullPolicy;
import dev.hostler.api.workload.ManagedVolume;
import dev.hostler.api.workload.PortMapping;
import dev.hostler.api.workload.RestartPolicy;
import dev.hostler.api.workload.Revision;
import dev.hostler.api.workload.RunnerCredential;
import dev.hostler.api.workload.RunnerHooks;
import dev.hostler.api.workload.RunnerLimits;
import dev.hostler.api.workload.RunnerSpec;
import dev.hostler.api.workload.VmAcceleration;
import dev.hostler.api.workload.VmDisk;
import dev.hostler.api.workload.VmFirmware;
import dev.hostler.api.workload.VmNetwork;
import dev.hostler.api.workload.VmSpec;
import dev.hostler.api.workload.VmVolume;
import dev.hostler.api.workload.WorkloadId;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.api.workload.WorkloadSpec;
import dev.hostler.engine.state.WorkloadRecord.Deletion;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is stored of a workload is read as it was. */
class WorkloadCodecTest {
    private static final WorkloadKey KEY = new WorkloadKey(Owner.EMBEDDER, new WorkloadId("web"));

    static ContainerSpec full() {
        return ContainerSpec.builder("image:1")
                .command("sh", "-c")
                .args(List.of("true"))
                .env(Map.of("A", "1", "B", "2"))
                .volume(new HostMount("/data/x", "/x", true))
                .managedVolume(ManagedVolume.of("v", "/v"))
                .port(PortMapping.tcp(0, 80))
                .limits(new ContainerLimits(
                        OptionalDouble.of(0.5),
                        OptionalInt.of(512),
                        OptionalLong.of(64 << 20),
                        OptionalLong.of(-1),
                        OptionalInt.of(9)))
                .restart(RestartPolicy.onFailure(3))
                .label("a", "b")
                .health(HealthCheck.of(new HealthCheck.Http(80, "/", Optional.of("h"))))
                .access(new HostAccess(true, true, true, Set.of("NET_ADMIN"), Set.of("/dev/fuse")))
                .pull(ImagePullPolicy.NEVER)
                .stopGrace(Duration.ofSeconds(3))
                .containerName("web")
                .build();
    }

    static RunnerSpec runner() {
        return RunnerSpec.builder(RunnerCredential.token("secret"))
                .scope("acme/app")
                .name("r")
                .label("l")
                .group("g")
                .workDirectory("w")
                .version("2.330.0")
                .hooks(new RunnerHooks(Optional.of("/h.sh"), Optional.empty()))
                .env("A", "1")
                .limits(RunnerLimits.USUAL.floors(1, 2, 3))
                .build();
    }

    private static VmSpec machine() {
        return VmSpec.builder(2, 64L << 20)
                .name("moth")
                .disk(VmDisk.own("vda", 1 << 20)
                        .over("/srv/base", VmDisk.Format.RAW)
                        .bootable())
                .disk(VmDisk.cdrom("sda", "/srv/cd.iso"))
                .managedVolume(new VmVolume("data", "local", 1 << 20, true, true))
                .network(VmNetwork.of("default").withMac("52:54:00:00:00:01").withAddress("192.168.122.9"))
                .network(VmNetwork.bridge("br0"))
                .cloudInit(CloudInit.userData("#!/bin/sh")
                        .withMetaData("a: b")
                        .withNetworkConfig("version: 2")
                        .withVendorData("#cloud-config"))
                .metadata("a", "b")
                .firmware(VmFirmware.UEFI)
                .acceleration(VmAcceleration.KVM)
                .vnc(true)
                .health(HealthCheck.of(new HealthCheck.Tcp(1)))
                .build();
    }

    private static WorkloadRecord record(WorkloadSpec spec) {
        return new WorkloadRecord(
                KEY,
                spec,
                new Revision("1"),
                SpecDigest.of(spec),
                DesiredState.RUNNING,
                Instant.EPOCH,
                Instant.EPOCH,
                7,
                Optional.of(new Deletion(true)),
                Optional.of(new Applied(new Revision("0"), "d", spec, "h", true)),
                new Progress(2, Optional.of(new Failure(ErrorCode.EXITED, "m")), true, true, false));
    }

    @Test
    void readsWhatItHasWritten() {
        StateCodec codec = new StateCodec();
        for (WorkloadSpec spec : List.of(
                full(),
                ContainerSpec.builder("a").build(),
                full().toBuilder()
                        .health(HealthCheck.of(new HealthCheck.Tcp(1)))
                        .build(),
                full().toBuilder()
                        .health(HealthCheck.of(new HealthCheck.Exec(List.of("true"))))
                        .build(),
                ComposeSpec.builder("services: {}").build(),
                ComposeSpec.builder("services: {}")
                        .projectName("shop")
                        .env("A", "$b")
                        .pull(ImagePullPolicy.ALWAYS)
                        .build(),
                runner(),
                VmSpec.builder(1, 64L << 20).build(),
                machine(),
                new CustomSpec("k", "p"),
                new CustomSpec(
                        "k",
                        "p",
                        RestartPolicy.onFailure(3),
                        Duration.ofMinutes(2),
                        Optional.of(HealthCheck.of(new HealthCheck.Tcp(80)))))) {
            WorkloadRecord record = record(spec);

            assertThat(codec.decode(codec.encode(record), WorkloadRecord.class)).isEqualTo(record);
        }
    }

    @Test
    void readsWhatAnOlderAgentHasWrittenOfWhatIsOnTheHost() {
        StateCodec codec = new StateCodec();
        Applied applied = new Applied(new Revision("0"), "d", full(), "h", false);
        String older = codec.encode(applied).replace(",\"running\":false", "");

        assertThat(older).doesNotContain("running");
        assertThat(codec.decode(older, Applied.class)).isEqualTo(applied);
    }

    @Test
    void equalSpecsHaveEqualDigestsAndOthersHaveOthers() {
        assertThat(SpecDigest.of(full())).isEqualTo(SpecDigest.of(full())).matches("[0-9a-f]{16}");
        assertThat(SpecDigest.of(full().toBuilder().env("A", "9").build())).isNotEqualTo(SpecDigest.of(full()));
    }
}
