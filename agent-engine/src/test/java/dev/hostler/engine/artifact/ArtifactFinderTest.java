package dev.hostler.engine.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.job.Artifact;
import dev.hostler.api.job.Conclusion;
import dev.hostler.api.job.JobId;
import dev.hostler.api.job.JobKey;
import dev.hostler.api.job.JobResult;
import dev.hostler.api.spi.ArtifactStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ArtifactFinderTest {
    private static final JobKey JOB = new JobKey(Owner.EMBEDDER, new JobId("job-1"));
    private static final Artifact REPORT = new Artifact("out/report.txt", 3, Optional.of("ab"));

    private final List<String> asked = new ArrayList<>();

    /** A store that has this text for every artifact, or nothing. */
    private ArtifactStore store(String id, Optional<String> text) {
        return new ArtifactStore() {
            @Override
            public String id() {
                return id;
            }

            @Override
            public void put(JobKey job, Artifact artifact, InputStream content) {
                throw new AssertionError("nothing is stored here");
            }

            @Override
            public Optional<InputStream> open(JobKey job, Artifact artifact) throws IOException {
                asked.add(id + " " + artifact.path());
                if (text.equals(Optional.of("broken"))) {
                    throw new IOException("no disk");
                }
                return text.map(content -> new ByteArrayInputStream(content.getBytes()));
            }
        };
    }

    private static Optional<JobResult> result() {
        return Optional.of(new JobResult(
                JOB,
                Conclusion.SUCCEEDED,
                Optional.empty(),
                OptionalInt.of(0),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(REPORT),
                Instant.EPOCH,
                Instant.EPOCH));
    }

    @Test
    void theFirstStoreThatHasItGivesIt() throws IOException {
        ArtifactFinder finder = new ArtifactFinder(List.of(
                store("a", Optional.empty()), store("b", Optional.of("two")), store("c", Optional.of("three"))));

        try (InputStream content = finder.open(JOB, result(), REPORT.path())) {
            assertThat(content).hasContent("two");
        }
        assertThat(asked).containsExactly("a out/report.txt", "b out/report.txt");
    }

    @Test
    void onlyWhatTheResultNamesComesAsFarAsAStore() {
        ArtifactFinder finder = new ArtifactFinder(List.of(store("a", Optional.of("x"))));

        for (String path : List.of("", "out", "/out/report.txt", "out/../out/report.txt", "out/report.txt\n", "../x")) {
            assertThatThrownBy(() -> finder.open(JOB, result(), path))
                    .as(path)
                    .isInstanceOfSatisfying(
                            AgentException.class,
                            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.NOT_FOUND))
                    .hasMessageContaining("the job has handed over no such file");
        }
        assertThatThrownBy(() -> finder.open(JOB, Optional.empty(), REPORT.path()))
                .hasMessageContaining("the job has no result yet");
        assertThat(asked).isEmpty();
    }

    @Test
    void saysWhatIsWrongWithTheStores() {
        ArtifactFinder none = new ArtifactFinder(List.of(store("a", Optional.empty())));
        ArtifactFinder broken = new ArtifactFinder(List.of(store("s3", Optional.of("broken"))));

        assertThatThrownBy(() -> none.open(JOB, result(), REPORT.path()))
                .hasMessageContaining("Cannot read artifact 'out/report.txt': it is in no artifact store");
        assertThatThrownBy(() -> broken.open(JOB, result(), REPORT.path()))
                .isInstanceOfSatisfying(
                        AgentException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.STATE_UNAVAILABLE))
                .hasMessageContaining("the artifact store s3 failed: no disk");
    }
}
