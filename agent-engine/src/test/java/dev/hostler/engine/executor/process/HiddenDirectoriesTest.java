package dev.hostler.engine.executor.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HiddenDirectoriesTest {
    @TempDir
    Path root;

    /** The temporary directory is closed itself, which is not what these tests are about. */
    @BeforeEach
    void openRoot() throws IOException {
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Path directory(String path, String permissions) throws IOException {
        Path made = Files.createDirectories(root.resolve(path));
        return Files.setPosixFilePermissions(made, PosixFilePermissions.fromString(permissions));
    }

    @Test
    void hidesTheHighestClosedDirectoryAboveTheInput() throws IOException {
        Path memory = directory("memory", "rwx------");
        directory("memory/one", "rwx------");
        Path input = directory("memory/one/input", "rwxr-xr-x");

        assertThat(new HiddenDirectories(Optional.empty(), Path.of("/nowhere")).of(input))
                .containsExactly(memory);
    }

    @Test
    void hidesTheInputsOwnParentWhereNothingIsClosed() throws IOException {
        directory("open", "rwxr-xr-x");
        Path parent = directory("open/one", "rwxr-xr-x");
        Path input = directory("open/one/input", "rwxr-xr-x");

        assertThat(new HiddenDirectories(Optional.empty(), Path.of("/nowhere")).of(input))
                .containsExactly(parent);
    }

    @Test
    void doesNotHideTheHomeOfTheAgentsUserThoughItIsClosed() throws IOException {
        Path home = directory("home", "rwx------");
        Path data = directory("home/state", "rwx------");
        directory("home/state/one", "rwxr-xr-x");
        Path input = directory("home/state/one/input", "rwxr-xr-x");

        assertThat(new HiddenDirectories(Optional.of(data), home).of(input)).containsExactly(data);
    }

    @Test
    void hidesTheDataBehindASymbolicLink() throws IOException {
        Path data = directory("real", "rwx------");
        Path link = Files.createSymbolicLink(root.resolve("link"), data);
        Path input = directory("memory/one/input", "rwxr-xr-x");

        assertThat(new HiddenDirectories(Optional.of(link), Path.of("/nowhere")).of(input))
                .contains(data);
    }
}
