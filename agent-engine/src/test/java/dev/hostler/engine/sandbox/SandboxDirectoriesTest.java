package dev.hostler.engine.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.spi.ProcessLauncher;
import dev.hostler.engine.process.OsProcessLauncher;
import dev.hostler.engine.time.SystemScheduler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SandboxDirectoriesTest {
    private final SystemScheduler threads = SystemScheduler.create();
    private final ProcessLauncher programs = new OsProcessLauncher(threads);
    private Path root;
    private SandboxDirectories directories;

    @BeforeEach
    void prepare() throws IOException {
        root = Files.createTempDirectory("hostler-directories-");
        directories = SandboxDirectories.of("s1", root.resolve("disk"), root.resolve("memory"));
    }

    @AfterEach
    void cleanUp() throws IOException {
        TreeRemoval.remove(root);
        threads.close();
    }

    @Test
    void opensToEverybodyWhatIsShutInByAParent() throws Exception {
        directories.create(programs);
        var paths = directories.paths();
        assertThat(mode(paths.workspace())).isEqualTo("rwxrwxrwx");
        assertThat(mode(paths.home())).isEqualTo("rwxrwxrwx");
        assertThat(mode(paths.output())).isEqualTo("rwxrwxrwx");
        assertThat(mode(paths.scratch())).isEqualTo("rwx------");
        assertThat(mode(paths.input())).isEqualTo("rwxr-xr-x");
        assertThat(mode(paths.input().resolve("cmd"))).isEqualTo("rw-rw-rw-");
        assertThat(mode(paths.input().resolve("ctl"))).isEqualTo("rw-rw-rw-");
        assertThat(mode(paths.input().resolve(SandboxDirectories.ENTRY))).isEqualTo("rw-r--r--");
        for (Path parent : List.of(paths.output().getParent(), paths.input().getParent(), root.resolve("disk"))) {
            assertThat(mode(parent)).isEqualTo("rwx------");
        }
    }

    @Test
    void neverTakesOverDirectoriesThatAreThere() throws Exception {
        directories.create(programs);
        assertThatThrownBy(() -> directories.create(programs))
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("'s1'");
    }

    @Test
    void refusesAMemoryRootThatIsALink() throws Exception {
        Files.createDirectory(root.resolve("elsewhere"));
        Files.createSymbolicLink(root.resolve("memory"), root.resolve("elsewhere"));
        assertThatThrownBy(() -> directories.create(programs)).hasMessageContaining("belongs to somebody else");
        assertThat(root.resolve("elsewhere")).isEmptyDirectory();
    }

    @Test
    void removesWhateverAJobLeft() throws Exception {
        directories.create(programs);
        Path kept = Files.writeString(root.resolve("kept"), "mine");
        sh("cd '" + directories.paths().workspace() + "'; ln -s '" + root + "' up; ln -s '" + kept
                + "' file; ln -s /nowhere dead;"
                + " mkdir -p a/b/c; echo x >a/b/c/f; chmod 000 a/b/c a/b; mkfifo pipe; mknod zero c 1 5; mkdir shut; touch shut/f;"
                + " chmod 555 shut; touch 'a file' \"$(printf 'odd\\n\\377')\"; chown -R 4711 shut 2>/dev/null;"
                + " export -n PWD OLDPWD; deep=$(printf 'deeper_than_a_path_may_be/%.0s' $(seq 50));"
                + " for i in $(seq 160); do mkdir -p $deep; cd $deep; done");
        directories.remove();
        assertThat(kept).hasContent("mine");
        assertThat(root.resolve("disk")).isEmptyDirectory();
        assertThat(root.resolve("memory")).isEmptyDirectory();
        directories.remove();
    }

    @Test
    void choosesTheFirstPlaceInMemory() {
        Path data = Path.of("/data");
        Map<String, String> env = Map.of("XDG_RUNTIME_DIR", "/run/user/7");
        assertThat(MemoryRoot.choose(env, data, "h", dir -> true)).isEqualTo(new MemoryRoot(Path.of("/run/h"), true));
        assertThat(MemoryRoot.choose(env, data, "h", dir -> !dir.equals(Path.of("/run"))))
                .isEqualTo(new MemoryRoot(Path.of("/run/user/7/h"), true));
        assertThat(MemoryRoot.choose(Map.of("XDG_RUNTIME_DIR", "relative"), data, "h", dir -> dir.startsWith("/dev")))
                .isEqualTo(new MemoryRoot(Path.of("/dev/shm/h"), true));
        assertThat(MemoryRoot.choose(Map.of(), data, "h", dir -> false))
                .isEqualTo(new MemoryRoot(Path.of("/data/h"), false));
    }

    @Test
    void looksAtThisHost() throws Exception {
        MemoryRoot chosen = MemoryRoot.choose(Map.of(), root, "h");
        String type = Files.getFileStore(chosen.directory().getParent()).type();
        assertThat(chosen.inMemory()).isEqualTo(type.equals("tmpfs"));
    }

    private void sh(String script) throws InterruptedException {
        var done = programs.run(List.of("bash", "-c", script), Duration.ofMinutes(1));
        assertThat(done.text()).isEmpty();
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
    }
}
