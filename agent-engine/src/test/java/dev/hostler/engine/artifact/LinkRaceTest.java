package dev.hostler.engine.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.identity.Owner;
import dev.hostler.api.job.Artifact;
import dev.hostler.api.job.JobId;
import dev.hostler.api.job.JobKey;
import dev.hostler.api.spi.ArtifactStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process of the job that is still there, and puts a link in a directory's or a file's place and back. */
class LinkRaceTest {
    private static final JobKey JOB = new JobKey(Owner.EMBEDDER, new JobId("job-1"));
    private static final int ROUNDS = 3000;

    @TempDir
    private Path directory;

    private final Set<String> stored = new HashSet<>();

    private final ArtifactStore memory = new ArtifactStore() {
        @Override
        public String id() {
            return "memory";
        }

        @Override
        public void put(JobKey job, Artifact artifact, InputStream content) throws IOException {
            stored.add(new String(content.readAllBytes(), StandardCharsets.UTF_8));
        }
    };

    @Test
    void neverStoresWhatALinkInAFilesPlacePointsAt() throws Exception {
        Path workspace = Files.createDirectory(directory.resolve("workspace"));
        Path file = Files.writeString(workspace.resolve("f"), "mine");
        Path outside = Files.writeString(directory.resolve("outside"), "host");
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService attacker = Executors.newSingleThreadExecutor();
        try {
            Future<?> swapping = attacker.submit(() -> {
                while (!done.get()) {
                    swap(file, outside);
                }
                return null;
            });
            for (int i = 0; i < ROUNDS; i++) {
                collect(workspace, "f", memory);
            }
            done.set(true);
            swapping.get();
        } finally {
            done.set(true);
            attacker.shutdown();
        }

        assertThat(stored).containsExactly("mine");
    }

    /** Both steps replace the file at once, so that there is no moment without it. */
    private void swap(Path file, Path target) throws IOException {
        Path next = directory.resolve("next");
        Files.createSymbolicLink(next, target);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        Files.writeString(next, "mine");
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void staysInADirectoryThatIsReplacedMeanwhile() throws IOException {
        Path workspace = Files.createDirectory(directory.resolve("workspace"));
        Path inside = Files.createDirectory(workspace.resolve("d"));
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Files.writeString(inside.resolve("a"), "first");
        Files.writeString(inside.resolve("b"), "mine");
        Files.writeString(outside.resolve("b"), "host");

        collect(workspace, "d", new ArtifactStore() {
            @Override
            public String id() {
                return "attacker";
            }

            @Override
            public void put(JobKey job, Artifact artifact, InputStream content) throws IOException {
                memory.put(job, artifact, content);
                if (artifact.path().equals("d/a")) {
                    Files.move(inside, workspace.resolve("aside"));
                    Files.createSymbolicLink(inside, outside);
                }
            }
        });

        assertThat(stored).containsExactlyInAnyOrder("first", "mine");
    }

    private static void collect(Path workspace, String pattern, ArtifactStore store) {
        new ArtifactCollector(ArtifactLimits.DEFAULT)
                .collect(JOB, List.of(pattern), workspace, List.of(store), notice -> {});
    }
}
