package dev.hostler.engine.runtime.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.job.Artifact;
import dev.hostler.api.job.JobKey;
import dev.hostler.api.spi.ArtifactStore;
import dev.hostler.api.spi.CancellationToken;
import dev.hostler.api.spi.WorkloadNotices;
import dev.hostler.api.workload.WorkloadId;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.engine.artifact.DirectoryArtifactStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A store that hosts share saves requests, and stands in nobody's way. */
class RunnerStoreTest {
    private static final WorkloadKey KEY = new WorkloadKey(Owner.EMBEDDER, new WorkloadId("w"));
    private static final String AGENT =
            "store" + Long.toString(ProcessHandle.current().pid(), 36);

    private final RunnerBench bench = new RunnerBench();
    private final Path directory = bench.root().resolve("store");

    @AfterEach
    void leavesNothing() {
        assertThat(bench.leftovers(AGENT)).isEmpty();
        bench.close();
    }

    private ArtifactStore store() {
        DirectoryArtifactStore store = new DirectoryArtifactStore();
        store.configure(Map.of("directory", directory.toString()));
        return store;
    }

    /** As on a host that has nothing yet. */
    private void prepare(ArtifactStore store) throws InterruptedException, IOException {
        Tree.remove(bench.cache());
        RunnerRuntime runtime = bench.runtime(AGENT, Map.of("store", store.id()), store);
        try {
            runtime.prepare(KEY, bench.jit().build(), WorkloadNotices.NONE, CancellationToken.NONE);
        } finally {
            runtime.close();
        }
        assertThat(RunnerBench.files(bench.cache().resolve("programs"))).isNotEmpty();
        assertThat(RunnerBench.files(bench.cache())).noneMatch(name -> name.endsWith(".stored"));
    }

    private Path stored() {
        List<String> files = RunnerBench.files(directory);
        return directory.resolve(files.get(files.size() - 1));
    }

    @Test
    void theFirstHostFillsItAndTheNextOneDoesNotAskForTheArchive() throws Exception {
        prepare(store());
        assertThat(directory.relativize(stored()).toString())
                .matches("runners/releases/2.330.0/linux-[a-z0-9]+/actions-runner-linux-[a-z0-9]+-2.330.0.tar.gz");
        assertThat(bench.server().archiveRequests()).isEqualTo(1);

        prepare(store());

        assertThat(bench.server().archiveRequests()).isEqualTo(1);
    }

    @Test
    void whatWasChangedInItIsFetchedAndReplaced() throws Exception {
        prepare(store());
        byte[] right = Files.readAllBytes(stored());
        byte[] wrong = right.clone();
        wrong[100] ^= 1;
        Files.write(stored(), wrong);

        prepare(store());

        assertThat(bench.server().archiveRequests()).isEqualTo(2);
        assertThat(stored()).hasBinaryContent(right);
    }

    @Test
    void aStoreThatIsDownOnlyWarns() throws Exception {
        prepare(new ArtifactStore() {
            @Override
            public String id() {
                return "down";
            }

            @Override
            public void put(JobKey job, Artifact artifact, InputStream content) throws IOException {
                throw new IOException("it is down");
            }

            @Override
            public Optional<InputStream> open(JobKey job, Artifact artifact) throws IOException {
                throw new IOException("it is down");
            }
        });

        assertThat(bench.server().archiveRequests()).isEqualTo(1);
    }

    @Test
    void aStoreThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> bench.runtime(AGENT, Map.of("store", "s4"), store()))
                .isInstanceOfSatisfying(
                        AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT))
                .hasMessageContaining("runners.store")
                .hasMessageContaining("'s4'")
                .hasMessageContaining("directory");
    }
}
