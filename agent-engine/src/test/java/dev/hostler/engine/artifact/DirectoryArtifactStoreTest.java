package dev.hostler.engine.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.job.Artifact;
import dev.hostler.api.job.JobId;
import dev.hostler.api.job.JobKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryArtifactStoreTest {
    private static final JobKey JOB = new JobKey(new Owner("cli"), new JobId("job-1"));

    @TempDir
    private Path parent;

    private DirectoryArtifactStore store(String... layout) {
        DirectoryArtifactStore store = new DirectoryArtifactStore();
        String directory = parent.resolve("artifacts").toString();
        store.configure(
                layout.length == 0
                        ? Map.of("directory", directory)
                        : Map.of("directory", directory, "layout", layout[0]));
        return store;
    }

    private static void put(DirectoryArtifactStore store, String path, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        store.put(JOB, new Artifact(path, bytes.length), new ByteArrayInputStream(bytes));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(parent)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> parent.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void keepsEachJobApart() throws IOException {
        put(store(), "target/a.jar", "one");

        assertThat(parent.resolve("artifacts/cli/job-1/target/a.jar")).hasContent("one");
    }

    @Test
    void leavesTheJobOutOfAFlatLayout() throws IOException {
        put(store("flat"), "target/a.jar", "one");

        assertThat(parent.resolve("artifacts/target/a.jar")).hasContent("one");
    }

    @Test
    void replacesAFileThatComesAgain() throws IOException {
        put(store(), "a", "one");
        put(store(), "a", "two");

        assertThat(files()).containsExactly("artifacts/cli/job-1/a");
        assertThat(parent.resolve("artifacts/cli/job-1/a")).hasContent("two");
    }

    @Test
    void leavesNothingOfAFileThatFails() throws IOException {
        DirectoryArtifactStore store = store();
        put(store, "a", "old");
        InputStream broken = new SequenceInputStream(new ByteArrayInputStream(new byte[5]), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("lost");
            }
        });

        assertThatThrownBy(() -> store.put(JOB, new Artifact("a", 9), broken)).hasMessage("lost");
        assertThatThrownBy(() -> store.put(JOB, new Artifact("a", 9), InputStream.nullInputStream()))
                .hasMessage("the file changed while it was read");

        assertThat(files()).containsExactly("artifacts/cli/job-1/a");
        assertThat(parent.resolve("artifacts/cli/job-1/a")).hasContent("old");
    }

    @Test
    void staysInItsDirectory() throws IOException {
        for (String path : List.of("../x", "a/../../x", "/etc/x", "..", ".", "")) {
            assertThatThrownBy(() -> put(store("flat"), path, "x"))
                    .as(path)
                    .isInstanceOf(IOException.class)
                    .hasMessage("the path leads out of the directory");
        }
        Files.createDirectories(parent.resolve("artifacts"));
        Files.createSymbolicLink(parent.resolve("artifacts/up"), parent);

        assertThatThrownBy(() -> put(store("flat"), "up/x", "x")).hasMessage("a link leads out of the directory");
        assertThat(files()).isEmpty();
    }

    private static String read(DirectoryArtifactStore store, String path, long size) throws IOException {
        Optional<InputStream> content = store.open(JOB, new Artifact(path, size));
        if (content.isEmpty()) {
            return "(none)";
        }
        try (InputStream in = content.get()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void givesBackWhatItKeeps() throws IOException {
        for (String layout : List.of("job", "flat")) {
            put(store(layout), "target/ü 50%.jar", "one");

            assertThat(read(store(layout), "target/ü 50%.jar", 3)).isEqualTo("one");
            assertThat(read(store(layout), "target/other", 3)).isEqualTo("(none)");
            assertThat(read(store(layout), "target", 3)).as("a directory").isEqualTo("(none)");
        }
    }

    @Test
    void aFileOfAnotherJobInTheSamePlaceIsNotTheOneThatWasMeant() throws IOException {
        put(store("flat"), "a", "one");
        put(store("flat"), "a", "another");

        assertThat(read(store("flat"), "a", 3)).isEqualTo("(none)");
    }

    @Test
    void readsNothingOutsideOfItsDirectory() throws IOException {
        Files.createDirectories(parent.resolve("artifacts"));
        Files.writeString(parent.resolve("secret"), "host");
        Files.createSymbolicLink(parent.resolve("artifacts/up"), parent);
        Files.createSymbolicLink(parent.resolve("artifacts/link"), parent.resolve("secret"));

        for (String path : List.of("../secret", "a/../../secret", "/etc/passwd", "..", "")) {
            assertThatThrownBy(() -> read(store("flat"), path, 4)).as(path).hasMessageContaining("leads out");
        }
        assertThatThrownBy(() -> read(store("flat"), "up/secret", 4)).hasMessageContaining("a link leads out");
        assertThat(read(store("flat"), "link", 4)).isEqualTo("(none)");
    }

    @Test
    void refusesWrongSettings() {
        DirectoryArtifactStore store = new DirectoryArtifactStore();

        assertThatThrownBy(() -> store.configure(Map.of()))
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("Cannot accept setting directory.directory '': it is missing");
        assertThatThrownBy(() -> store.configure(Map.of("directory", "/d", "layout", "round")))
                .hasMessageContaining("'round': it is neither flat nor job");
        assertThatThrownBy(() -> put(store, "a", "x")).hasMessage("the setting directory is missing");
    }
}
