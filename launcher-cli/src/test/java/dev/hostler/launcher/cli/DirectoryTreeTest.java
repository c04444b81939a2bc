package dev.hostler.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryTreeTest {
    @TempDir
    private Path home;

    private Path tree;

    @BeforeEach
    void prepare() throws IOException {
        home = home.toRealPath();
        tree = Files.createDirectories(home.resolve("my tree ü"));
        Files.writeString(Files.createDirectories(tree.resolve("data")).resolve("file"), "x");
    }

    @Test
    void removesAllThatIsInIt() throws IOException {
        DirectoryTree.remove(tree);

        assertThat(home).isEmptyDirectory();
    }

    @Test
    void aMountInItStopsTheRemoval() throws IOException {
        Path mounts = mounts(tree.resolve("data"));

        assertThatThrownBy(() -> DirectoryTree.remove(tree, mounts)).hasMessageContaining("mounted");
        assertThat(tree.resolve("data/file")).exists();
    }

    @Test
    void aMountBesideItDoesNot() throws IOException {
        DirectoryTree.remove(tree, mounts(home.resolve("my tree ü2")));

        assertThat(tree).doesNotExist();
    }

    @Test
    void whatIsNotThereIsSaid() {
        assertThatThrownBy(() -> DirectoryTree.remove(home.resolve("none"))).isInstanceOf(NoSuchFileException.class);
    }

    /** A table as in proc(5). */
    private Path mounts(Path point) throws IOException {
        String line = "36 35 98:0 / " + point.toString().replace(" ", "\\040") + " rw,noatime - ext4 /dev/root rw\n";
        return Files.writeString(home.resolve("mountinfo"), "1 0 0:1 / / rw - ext4 /dev/root rw\n" + line);
    }
}
