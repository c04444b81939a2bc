package dev.hostler.engine.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.job.Artifact;
import dev.hostler.api.job.JobId;
import dev.hostler.api.job.JobKey;
import dev.hostler.api.spi.ArtifactStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ArtifactCollectorTest {
    private static final JobKey JOB = new JobKey(Owner.EMBEDDER, new JobId("job-1"));

    @TempDir
    private Path directory;

    private Path workspace;
    private final Map<String, String> stored = new LinkedHashMap<>();
    private final List<String> notices = new ArrayList<>();

    private final ArtifactStore memory = new ArtifactStore() {
        @Override
        public String id() {
            return "memory";
        }

        @Override
        public void put(JobKey job, Artifact artifact, InputStream content) throws IOException {
            stored.put(artifact.path(), new String(content.readAllBytes(), StandardCharsets.UTF_8));
        }
    };

    @BeforeEach
    void makeWorkspace() throws IOException {
        workspace = Files.createDirectory(directory.resolve("workspace"));
        Files.writeString(directory.resolve("secret"), "host");
        file("target/b.jar");
        file("target/a.jar");
        file("target/a/deep/x.class");
        file("target/a-c/y.class");
        file("notes.txt");
        file(".git/config");
    }

    private void file(String path) throws IOException {
        Path file = workspace.resolve(path);
        Files.createDirectories(file.resolve("..").normalize());
        Files.writeString(file, "content of " + path);
    }

    private List<Artifact> collect(ArtifactLimits limits, String... patterns) {
        return new ArtifactCollector(limits).collect(JOB, List.of(patterns), workspace, List.of(memory), notices::add);
    }

    private List<Artifact> collect(String... patterns) {
        return collect(ArtifactLimits.DEFAULT, patterns);
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void storesWhatMatchesInOrder() throws Exception {
        List<Artifact> artifacts = collect("target", "*.txt", "target/*.jar");

        assertThat(stored.keySet())
                .containsExactly(
                        "notes.txt", "target/a/deep/x.class", "target/a-c/y.class", "target/a.jar", "target/b.jar");
        assertThat(stored).containsEntry("notes.txt", "content of notes.txt");
        assertThat(artifacts)
                .hasSize(5)
                .contains(new Artifact("notes.txt", 20, Optional.of(sha256("content of notes.txt"))));
        assertThat(notices).isEmpty();
    }

    @Test
    void storesEachFileInEveryStore() {
        Map<String, Long> second = new LinkedHashMap<>();
        ArtifactStore sizes = new ArtifactStore() {
            @Override
            public String id() {
                return "sizes";
            }

            @Override
            public void put(JobKey job, Artifact artifact, InputStream content) throws IOException {
                second.put(artifact.path(), content.transferTo(OutputStream.nullOutputStream()));
            }
        };

        new ArtifactCollector(ArtifactLimits.DEFAULT)
                .collect(JOB, List.of("notes.txt"), workspace, List.of(memory, sizes), notices::add);

        assertThat(stored).containsOnlyKeys("notes.txt");
        assertThat(second).containsEntry("notes.txt", 20L);
    }

    @Test
    void saysWhichPatternMatchesNothing() {
        assertThat(collect("*.zip", "notes.txt", "nowhere/**")).hasSize(1);

        assertThat(notices)
                .containsExactly(
                        "artifacts: nothing matches the pattern *.zip",
                        "artifacts: nothing matches the pattern nowhere/**");
    }

    @Test
    void followsNoLink() throws IOException {
        Files.createSymbolicLink(workspace.resolve("secret"), directory.resolve("secret"));
        Files.createSymbolicLink(workspace.resolve("up"), directory);
        Files.createSymbolicLink(workspace.resolve("inside"), Path.of("notes.txt"));

        collect("**", "up/secret", "up/workspace/*.txt");

        assertThat(stored.values()).doesNotContain("host").allMatch(text -> text.startsWith("content of "));
        assertThat(stored.keySet()).doesNotContain("secret", "inside", "up/secret", "up/workspace/notes.txt");
        assertThat(notices).contains("artifacts: left out inside, secret, up: links are never followed");
    }

    @Test
    void leavesOutWhatIsNoFile() throws Exception {
        Process mkfifo =
                new ProcessBuilder("mkfifo", workspace.resolve("target/fifo").toString()).start();
        assertThat(mkfifo.waitFor()).isZero();

        collect("target/fifo", "notes.txt");

        assertThat(stored).containsOnlyKeys("notes.txt");
        assertThat(notices).contains("artifacts: left out target/fifo: these are neither files nor directories");
    }

    @Test
    void leavesOutTheRepositoryItself() throws IOException {
        file("sub/.git/x");

        collect("**", ".git/config");

        assertThat(stored.keySet()).doesNotContain(".git/config").contains("sub/.git/x");
    }

    @Test
    void stopsLoudlyAtTheLimits() {
        collect(new ArtifactLimits(2, 1000, 1000), "target");

        assertThat(stored).hasSize(2);
        assertThat(notices).hasSize(1).first().asString().startsWith("artifacts: LIMIT REACHED, target/a.jar and what");

        stored.clear();
        notices.clear();
        collect(new ArtifactLimits(100, 45, 1000), "**");

        assertThat(stored).containsOnlyKeys("notes.txt");
        assertThat(notices).hasSize(1).first().asString().contains("at most 100 files and 45 bytes");
    }

    @Test
    void looksAtAsManyEntriesAsItMay() throws IOException {
        for (int i = 0; i < 50; i++) {
            file("many/" + i);
        }

        collect(new ArtifactLimits(100, 10_000, 20), "many");

        assertThat(stored).hasSizeLessThan(20);
        assertThat(notices).anyMatch(notice -> notice.contains("LIMIT REACHED, not all of the workspace was searched"));
    }

    @Test
    void endsInATreeThatIsTooDeep() throws IOException {
        file("d/".repeat(150) + "x");

        collect("**/x");

        assertThat(stored).isEmpty();
        assertThat(notices).anyMatch(notice -> notice.contains("these are nested too deep"));
    }

    @Test
    void keepsANoticeOnOneLine() throws IOException {
        Files.createSymbolicLink(workspace.resolve("a\nb"), Path.of("notes.txt"));

        collect("a*");

        assertThat(notices).contains("artifacts: left out a?b: links are never followed");
    }

    @Test
    void saysThatThereIsNoStore() {
        List<Artifact> none = new ArtifactCollector(ArtifactLimits.DEFAULT)
                .collect(JOB, List.of("**"), workspace, List.of(), notices::add);

        assertThat(none).isEmpty();
        assertThat(notices).containsExactly("artifacts: none is kept, since the agent has no artifact store");
    }

    @Test
    void namesTheFileAndTheStoreThatFailed() {
        ArtifactStore broken = new ArtifactStore() {
            @Override
            public String id() {
                return "broken";
            }

            @Override
            public void put(JobKey job, Artifact artifact, InputStream content) throws IOException {
                throw new IOException("disk full");
            }
        };

        assertThatThrownBy(() -> new ArtifactCollector(ArtifactLimits.DEFAULT)
                        .collect(JOB, List.of("notes.txt"), workspace, List.of(broken), notices::add))
                .isInstanceOf(AgentException.class)
                .hasMessageStartingWith(
                        "Cannot store artifact 'notes.txt': the artifact store broken failed: disk full; ");
    }

    @Test
    void readsItsLimitsFromTheSettings() {
        assertThat(ArtifactLimits.of(Map.of("max-files", "5"))).isEqualTo(new ArtifactLimits(5, 2L << 30, 1_000_000));
        assertThatThrownBy(() -> ArtifactLimits.of(Map.of("max-bytes", "much")))
                .hasMessageContaining("Cannot accept setting 'max-bytes': 'much' is not a number");
    }
}
