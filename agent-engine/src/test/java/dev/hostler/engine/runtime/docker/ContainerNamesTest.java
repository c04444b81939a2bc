package dev.hostler.engine.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Container;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.workload.ContainerSpec;
import dev.hostler.api.workload.ManagedVolume;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.engine.runtime.container.WorkloadLabels;
import dev.hostler.engine.testing.DockerHost;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Under which names containers are found, and what is in their way. */
class ContainerNamesTest extends ContainerTest {
    private final WorkloadKey web = key("web");
    private final String plain = "hostler-" + AGENT + "-embedder-web";

    private String nameOf(InstanceHandle handle) {
        return bench.inspect(handle).getName().substring(1);
    }

    private String foreign(String name) {
        return bench.docker()
                .client()
                .createContainerCmd(DockerHost.IMAGE)
                .withName(name)
                .withCmd("true")
                .exec()
                .getId();
    }

    private void removeForeign(String id) {
        bench.docker().client().removeContainerCmd(id).withForce(true).exec();
    }

    @Test
    void aNewInstanceHasItsDigestInItsNameUntilItIsPromoted() throws InterruptedException {
        InstanceHandle old = create(name(web, "rev-1"), forever());
        InstanceHandle next = create(name(web, "rev-2"), foreverOtherwise());
        String beside = plain + "-" + name(web, "rev-2").digest();
        assertThat(nameOf(old)).isEqualTo(plain);
        assertThat(nameOf(next)).isEqualTo(beside);

        runtime.promote(next, foreverOtherwise());

        assertThat(nameOf(next)).isEqualTo(plain);
        assertThat(nameOf(old)).isEqualTo(plain + "-" + name(web, "rev-1").digest());
        assertThat(see(next).details()).containsEntry("container.name", plain);
    }

    @Test
    void theSpecsOwnNameIsTaken() throws InterruptedException {
        ContainerSpec spec =
                ContainerBench.forever().containerName(AGENT + "-own.name").build();

        InstanceHandle handle = create(name(web, "rev-1"), spec);
        InstanceHandle next = create(
                name(web, "rev-2"), spec.toBuilder().env("OTHERWISE", "1").build());

        assertThat(nameOf(handle)).isEqualTo(AGENT + "-own.name");
        assertThat(nameOf(next))
                .isEqualTo(AGENT + "-own.name-" + name(web, "rev-2").digest());
    }

    @Test
    void aForeignContainerOfThatNameIsFoundBeforeAndLeftAlone() throws InterruptedException {
        ContainerSpec spec = ContainerBench.forever()
                .managedVolume(ManagedVolume.of("data", "/data"))
                .build();
        String other = foreign(plain);
        try {
            List<Failure> findings = runtime.preflight(web, spec);
            assertThat(findings).extracting(Failure::code).containsExactly(ErrorCode.CONFLICT);
            assertThat(findings.get(0).message()).contains(plain).contains("containerName");

            assertRefused(ErrorCode.CONFLICT, () -> create(name(web, "rev-1"), spec));

            assertThat(leftovers(AGENT)).isEmpty();
            assertThat(bench.docker().client().inspectContainerCmd(plain).exec().getId())
                    .isEqualTo(other);
        } finally {
            removeForeign(other);
        }
        assertThat(runtime.preflight(web, spec)).isEmpty();
    }

    @Test
    void nobodyIsPromotedOverAForeignContainer() throws InterruptedException {
        InstanceHandle handle = create(name(web, "rev-1"), forever());
        bench.docker()
                .client()
                .renameContainerCmd(handle.value())
                .withName(plain + "-away")
                .exec();
        String other = foreign(plain);
        try {
            assertRefused(ErrorCode.CONFLICT, () -> runtime.promote(handle, forever()));

            assertThat(nameOf(handle)).isEqualTo(plain + "-away");
        } finally {
            removeForeign(other);
        }
        runtime.promote(handle, forever());
        assertThat(nameOf(handle)).isEqualTo(plain);
    }

    @Test
    void aContainerThatHasOnlySomeOfOurLabelsIsNoInstance() throws InterruptedException {
        String other = bench.docker()
                .client()
                .createContainerCmd(DockerHost.IMAGE)
                .withCmd("true")
                .withLabels(Map.of("dev.hostler.agent", AGENT, "dev.hostler.workload", "../../etc"))
                .exec()
                .getId();
        try {
            assertThat(runtime.observeAll()).isEmpty();
            assertThat(bench.docker().containers(WorkloadLabels.AGENT, AGENT))
                    .extracting(Container::getId)
                    .containsExactly(other);
        } finally {
            removeForeign(other);
        }
    }
}
