package dev.hostler.engine.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.spi.Instance;
import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.workload.ContainerSpec;
import dev.hostler.api.workload.ManagedVolume;
import dev.hostler.api.workload.WorkloadId;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.engine.runtime.container.WorkloadLabels;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The data of workloads: made with them, kept over everything, deleted only when that is asked for. */
class ManagedVolumesTest extends ContainerTest {
    private final WorkloadKey web = key("web");
    private final String prefix = "hostler-" + AGENT + "-embedder-web-";

    private static ManagedVolume retained(String name, String path) {
        return new ManagedVolume(name, ManagedVolume.LOCAL, path, false, true);
    }

    private static ContainerSpec writing(String script, ManagedVolume... volumes) {
        ContainerSpec.Builder spec = ContainerBench.script(script);
        List.of(volumes).forEach(spec::managedVolume);
        return spec.build();
    }

    private List<String> volumes() {
        return bench.docker().volumes(WorkloadLabels.AGENT + "=" + AGENT);
    }

    private void removeVolume(String name) {
        bench.docker().client().removeVolumeCmd(name).exec();
    }

    private int exitCode(InstanceHandle handle) throws InterruptedException {
        runtime.start(handle);
        return awaitState(handle, Instance.State.EXITED).exitCode().orElseThrow();
    }

    @Test
    void dataOutlivesContainersAndGoesWithItsWorkloadSaveWhatIsRetained() throws InterruptedException {
        ManagedVolume data = ManagedVolume.of("data", "/data");
        ManagedVolume kept = retained("kept", "/kept");
        InstanceHandle first = create(name(web, "rev-1"), writing("echo x >/data/f; echo x >/kept/f", data, kept));
        assertThat(exitCode(first)).isZero();
        assertThat(volumes()).containsExactlyInAnyOrder(prefix + "data", prefix + "kept");

        runtime.destroy(first);
        InstanceHandle second = create(name(web, "rev-2"), writing("cat /data/f /kept/f", data, kept));

        assertThat(exitCode(second)).isZero();
        assertRefused(ErrorCode.CONFLICT, () -> runtime.destroyData(web));
        runtime.destroy(second);
        runtime.destroyData(web);
        runtime.destroyData(web);
        assertThat(volumes()).containsExactly(prefix + "kept");
        removeVolume(prefix + "kept");
    }

    @Test
    void volumesSayWhoseTheyAre() throws InterruptedException {
        create(name(web, "rev-1"), writing("true", ManagedVolume.of("data", "/data")));

        assertThat(bench.docker()
                        .client()
                        .inspectVolumeCmd(prefix + "data")
                        .exec()
                        .getLabels())
                .isEqualTo(Map.of(
                        "dev.hostler.agent", AGENT,
                        "dev.hostler.owner", "embedder",
                        "dev.hostler.workload", "web",
                        "dev.hostler.volume", "data",
                        "dev.hostler.retain", "false"));
    }

    @Test
    void aReadOnlyVolumeIsReadOnly() throws InterruptedException {
        ManagedVolume locked = new ManagedVolume("data", ManagedVolume.LOCAL, "/data", true, false);

        assertThat(exitCode(create(name(web, "rev-1"), writing("echo x >/data/f", locked))))
                .isNotZero();
    }

    @Test
    void volumesOfOneNameBelongToTheirWorkloads() throws InterruptedException {
        ManagedVolume data = ManagedVolume.of("data", "/data");
        WorkloadKey other = key("web2");
        InstanceHandle first = create(name(web, "rev-1"), writing("echo x >/data/f", data));
        InstanceHandle second = create(name(other, "rev-1"), writing("test ! -e /data/f", data));

        assertThat(exitCode(first)).isZero();
        assertThat(exitCode(second)).isZero();
        runtime.destroy(second);
        runtime.destroyData(other);
        assertThat(volumes()).containsExactly(prefix + "data");
    }

    @Test
    void namesThatCouldBeReadInTwoWaysAreTwoVolumes() {
        VolumeNames names = new VolumeNames(AGENT);
        String longest = "x".repeat(128);

        assertThat(List.of(
                        names.of(of("o", "a"), "b-c"),
                        names.of(of("o", "a-b"), "c"),
                        names.of(of("o-a", "b"), "c"),
                        names.of(of("o", "a.b"), "c"),
                        names.of(of(longest, longest), longest),
                        names.of(of(longest, longest), longest.substring(1) + "y")))
                .doesNotHaveDuplicates()
                .allMatch(name -> name.length() <= 255);
    }

    private static WorkloadKey of(String owner, String id) {
        return new WorkloadKey(new Owner(owner), new WorkloadId(id));
    }

    @Test
    void theLongestNamesAreTaken() throws InterruptedException {
        WorkloadKey longest = key("x".repeat(128));

        InstanceHandle handle =
                create(name(longest, "rev-1"), writing("echo x >/data/f", ManagedVolume.of("y".repeat(128), "/data")));

        assertThat(exitCode(handle)).isZero();
    }

    @Test
    void whetherDataIsRetainedIsNotChangedBehindAnybodysBack() throws InterruptedException {
        create(name(web, "rev-1"), writing("true", ManagedVolume.of("data", "/data")));
        ContainerSpec other = writing("true", retained("data", "/data"));

        List<Failure> findings = runtime.preflight(web, other);

        assertThat(findings).extracting(Failure::code).containsExactly(ErrorCode.CONFLICT);
        assertThat(findings.get(0).message()).contains("managedVolumes.retain=false");
        assertRefused(ErrorCode.CONFLICT, () -> create(name(web, "rev-2"), other));
        assertThat(runtime.observeAll()).hasSize(1);
    }

    @Test
    void aForeignVolumeOfThatNameIsNotTaken() {
        bench.docker().client().createVolumeCmd().withName(prefix + "data").exec();
        try {
            assertRefused(
                    ErrorCode.CONFLICT,
                    () -> create(name(web, "rev-1"), writing("true", ManagedVolume.of("data", "/data"))));
            assertThat(leftovers(AGENT)).isEmpty();
        } finally {
            removeVolume(prefix + "data");
        }
    }

    @Test
    void aCreateThatFailsTakesBackTheVolumesItHasMadeAndNoOthers() throws InterruptedException {
        ManagedVolume data = ManagedVolume.of("data", "/data");
        InstanceHandle handle = create(name(web, "rev-1"), writing("echo x >/data/f", data));
        exitCode(handle);
        runtime.destroy(handle);
        ContainerSpec broken = ContainerBench.script("true")
                .managedVolume(data)
                .managedVolume(ManagedVolume.of("more", "/more"))
                .volume("/not/there", "/x")
                .build();

        assertRefused(ErrorCode.INVALID_INPUT, () -> create(name(web, "rev-2"), broken));

        assertThat(volumes()).containsExactly(prefix + "data");
    }

    @Test
    void destroyTakesAnonymousVolumesAlong() throws Exception {
        String image = "hostler-test/volume:1";
        bench.docker().requireVariant(image, "VOLUME /anonymous");
        InstanceHandle handle = create(
                name(web, "rev-1"),
                ContainerBench.script("true")
                        .image(image)
                        .managedVolume(ManagedVolume.of("data", "/data"))
                        .build());
        String anonymous = bench.inspect(handle).getMounts().stream()
                .filter(mount -> "/anonymous".equals(mount.getDestination().getPath()))
                .findFirst()
                .orElseThrow()
                .getName();

        runtime.destroy(handle);

        assertThat(bench.docker().client().listVolumesCmd().exec().getVolumes())
                .extracting(volume -> volume.getName())
                .contains(prefix + "data")
                .doesNotContain(anonymous);
    }
}
