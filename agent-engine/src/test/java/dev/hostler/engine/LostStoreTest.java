package dev.hostler.engine;

import static dev.hostler.api.workload.WorkloadPhase.QUARANTINED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hostler.api.identity.Owner;
import dev.hostler.api.workload.ApplyWorkload;
import dev.hostler.api.workload.ContainerSpec;
import dev.hostler.api.workload.ManagedVolume;
import dev.hostler.api.workload.Workload;
import dev.hostler.api.workload.WorkloadHandle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Containers that run on while the data directory of their agent is lost. */
class LostStoreTest extends ContainerScenario {
    private static final ContainerSpec WITH_DATA =
            SPEC.toBuilder().managedVolume(ManagedVolume.of("data", "/data")).build();
    private static final ApplyWorkload WISH = ApplyWorkload.of("web", WITH_DATA).revision("rev-1");

    private void loseTheDataDirectory() throws IOException {
        agent.close();
        try (Stream<Path> all = Files.walk(data())) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
        start();
        // An agent that knows of no workload asks no runtime before somebody looks.
        await().atMost(LONG).until(() -> !agent.workloads(Owner.EMBEDDER).isEmpty());
    }

    private List<String> volumes() {
        return docker.volumes("dev.hostler.agent=" + agentId());
    }

    @Test
    void areReportedAndLeftAloneAndTakenOverByTheSameWish() throws Exception {
        String container = running(WISH);
        String started = startedAt(container);

        loseTheDataDirectory();

        List<Workload> found = agent.workloads(Owner.EMBEDDER);
        assertThat(found).singleElement().satisfies(lost -> {
            assertThat(lost.key()).isEqualTo(WEB);
            assertThat(lost.status().phase()).isEqualTo(QUARANTINED);
            assertThat(lost.status().message()).contains("apply or delete it");
            assertThat(lost.status().revisions().observed()).hasToString("Optional[rev-1]");
            assertThat(container(lost)).isEqualTo(container);
        });
        assertThat(running(WISH)).isEqualTo(container);
        assertThat(startedAt(container)).isEqualTo(started);
        assertThat(containers()).hasSize(1);
        assertThat(agent.apply(WISH).skipped()).isTrue();
    }

    @Test
    void giveWayToAnotherWishAndTheirDataStays() throws Exception {
        String container = running(WISH);
        assertThat(docker.run(container, "touch", "/data/precious")).isZero();

        loseTheDataDirectory();

        ApplyWorkload other =
                ApplyWorkload.of("web", WITH_DATA.toBuilder().env("A", "b").build());
        String next = running(other.revision("rev-2"));
        assertThat(next).isNotEqualTo(container);
        assertThat(containers()).singleElement().asString().startsWith(next);
        assertThat(agent.workload(WEB).orElseThrow().history()).isNotEmpty();
        assertThat(docker.run(next, "test", "-e", "/data/precious")).isZero();
    }

    @Test
    void goWithADeleteAndTheirDataOnlyIfThatIsAskedFor() throws Exception {
        running(WISH);
        List<String> volumes = volumes();
        assertThat(volumes).hasSize(1);
        loseTheDataDirectory();

        WorkloadHandle lost = agent.workload(WEB).orElseThrow();
        lost.delete(false);

        assertThat(lost.awaitGone(LONG)).isTrue();
        assertThat(containers()).isEmpty();
        assertThat(agent.workloads(Owner.EMBEDDER)).isEmpty();
        assertThat(volumes()).isEqualTo(volumes);
        running(WISH);
        assertThat(volumes()).as("the same data").isEqualTo(volumes);
    }
}
