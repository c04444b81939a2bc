package dev.hostler.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoriesTest {
    @TempDir
    private Path home;

    private Path root;
    private RunDirectories directories;

    @BeforeEach
    void prepare() {
        root = home.resolve("state").resolve("hostler");
        directories = new RunDirectories(root);
    }

    @Test
    void isPrivateAndNamedByItsProcess() throws IOException {
        RunDirectory directory = directories.open();

        assertThat(directory.path().getFileName().toString())
                .startsWith("run-" + ProcessHandle.current().pid() + "-");
        assertThat(Files.getPosixFilePermissions(directory.path()))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(directory.data()).hasParentRaw(directory.path()).doesNotExist();
        directory.remove();
    }

    @Test
    void goesWithTheParentsThatItMade() throws IOException {
        directories.open().remove();

        assertThat(home).isEmptyDirectory();
    }

    @Test
    void leavesParentsThatWereThereOrAreInUse() throws IOException {
        Files.createDirectory(home.resolve("state"));
        RunDirectory directory = directories.open();
        Files.createDirectories(directory.cache().resolve("abc"));
        directory.remove();

        assertThat(root).isDirectoryContaining("glob:**/cache");
        assertThat(root.resolve("runs")).doesNotExist();
    }

    @Test
    void twoRunsDoNotMeet() throws IOException {
        RunDirectory one = directories.open();
        RunDirectory two = directories.open();

        assertThat(one.path()).isNotEqualTo(two.path());
        one.remove();
        assertThat(two.path()).exists();
        two.remove();
        assertThat(root.resolve("runs")).doesNotExist();
    }

    @Test
    void removesDirectoriesThatNobodyMayWriteAndFollowsNoLink() throws IOException {
        Path precious = Files.writeString(home.resolve("precious"), "data");
        RunDirectory directory = directories.open();
        Path module = Files.createDirectories(directory.data().resolve("go/mod"));
        Files.writeString(module.resolve("file"), "x");
        Files.createSymbolicLink(module.resolve("link"), home);
        Files.setPosixFilePermissions(module, PosixFilePermissions.fromString("r-xr-xr-x"));
        directory.remove();

        assertThat(root).doesNotExist();
        assertThat(precious).hasContent("data");
    }

    @Test
    void takesOverTheDirectoryOfAKilledProcessAndNoOther() throws Exception {
        try (Child dead = Child.start(home, root, "hold");
                Child alive = Child.start(home, root, "hold")) {
            Path deadPath = Path.of(dead.readLine());
            Path alivePath = Path.of(alive.readLine());
            assertThat(directories.leftovers()).isEmpty();

            dead.kill();
            assertThat(directories.leftovers()).singleElement().satisfies(left -> {
                assertThat(left.path()).isEqualTo(deadPath);
                left.remove();
            });
            assertThat(deadPath).doesNotExist();
            assertThat(alivePath).exists();
        }
    }

    @Test
    void anAgentEndsWhatAKilledRunLeft() throws Exception {
        try (Child child = Child.start(home, root, "hold")) {
            Path left = Path.of(child.readLine());
            Files.createDirectory(left.resolve("agent"));
            child.kill();
            Terminal terminal = new Terminal(home).set("HOSTLER_DATA_DIR", root.toString());

            assertThat(terminal.run("run", "hello.yaml")).isZero();
            assertThat(terminal.agents()).hasSize(2);
            assertThat(terminal.agents().get(0).config().dataDirectory()).isEqualTo(left.resolve("agent"));
            assertThat(terminal.agents().get(0).closed()).isTrue();
            assertThat(left).doesNotExist();
        }
    }

    @Test
    void aFileInTheWayIsOneLineAndExitCodeThree() throws IOException {
        Files.writeString(home.resolve("data"), "a file");
        Terminal terminal = new Terminal(home);

        assertThat(terminal.run("run", "hello.yaml")).isEqualTo(3);
        assertThat(terminal.err()).contains("HOSTLER_DATA_DIR").hasLineCount(1);
    }

    @Test
    void aDirectoryThatCantBeMadeIsRefused() {
        assertThatThrownBy(() -> new RunDirectories(Path.of("/proc/none")).open())
                .isInstanceOfSatisfying(
                        AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STATE_UNAVAILABLE));
    }

    @Test
    void theRootFollowsThePlatform() {
        Terminal terminal = new Terminal(home);

        assertThat(DataRoot.of(terminal.set("HOSTLER_DATA_DIR", "here").invocation()))
                .isEqualTo(home.resolve("here"));
        terminal.set("HOSTLER_DATA_DIR", "").set("XDG_STATE_HOME", home.toString());
        assertThat(DataRoot.of(terminal.invocation())).isIn(Path.of("/var/lib/hostler"), home.resolve("hostler"));
    }

    @Test
    void aRunLeavesNothing() throws IOException {
        Terminal terminal = new Terminal(home);

        assertThat(terminal.run("run", "hello.yaml")).isZero();
        assertThat(terminal.agent().closed()).isTrue();
        try (Stream<Path> files = Files.list(home)) {
            assertThat(files).containsExactly(home.resolve("hello.yaml"));
        }
    }
}
