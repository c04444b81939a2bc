package dev.hostler.engine.state;

import static dev.hostler.engine.state.StateStoreContract.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir
    private Path temporary;

    @Test
    void makesAPrivateDirectoryWithItsRooms() throws IOException {
        Path root = temporary.resolve("deep/down");
        try (DataDirectory data = DataDirectory.open(root)) {
            assertThat(data.root()).isEqualTo(root.toRealPath());
            assertThat(data.database()).isEqualTo(root.resolve("state.db")).doesNotExist();
            for (Path directory : List.of(root, data.jobs(), data.sandboxes(), data.cache(), data.artifacts())) {
                assertThat(mode(directory)).isEqualTo("rwx------");
            }
            assertThat(mode(root.resolve("agent.lock"))).isEqualTo("rw-------");
        }
    }

    @Test
    void shutsOthersOutOfAnEmptyDirectoryThatIsThere() throws IOException {
        Path root = Files.createDirectory(temporary.resolve("data"));
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxrwxrwx"));
        DataDirectory.open(root).close();
        assertThat(mode(root)).isEqualTo("rwx------");
    }

    @Test
    void takesNobodysFilesForItsOwn() throws IOException {
        Path root = Files.createDirectory(temporary.resolve("home"));
        Files.writeString(root.resolve("letter.txt"), "dear");
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertRefused(ErrorCode.INVALID_INPUT, () -> DataDirectory.open(root));
        assertThatThrownBy(() -> DataDirectory.open(root)).hasMessageContaining("such as letter.txt");
        assertThat(mode(root)).isEqualTo("rwxr-xr-x");
        try (Stream<Path> files = Files.list(root)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void opensTheTopDirectoryOfAnEmptyFileSystem() throws IOException {
        Files.createDirectory(temporary.resolve("lost+found"));
        DataDirectory.open(temporary).close();
    }

    @Test
    void opensADirectoryThatHoldsAKeyAlone() throws IOException {
        Path key = Files.writeString(temporary.resolve("state.key"), "from a backup");
        try (DataDirectory data = DataDirectory.open(temporary)) {
            assertThat(data.key().toRealPath()).isEqualTo(key.toRealPath());
        }
    }

    @Test
    void refusesAFile() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "");
        assertThatThrownBy(() -> DataDirectory.open(file))
                .hasMessage("Cannot open data directory '" + file + "': there is a file of this name;"
                        + " choose a directory that this user can write");
    }

    @Test
    void refusesAPlaceWhereNothingCanBeMade() {
        assertRefused(ErrorCode.STATE_UNAVAILABLE, () -> DataDirectory.open(Path.of("/proc/hostler")));
    }

    @Test
    void refusesASecondAgentInThisJvmEveryTime() {
        try (DataDirectory first = DataDirectory.open(temporary)) {
            for (int attempt = 0; attempt < 3; attempt++) {
                assertThatThrownBy(() -> DataDirectory.open(temporary))
                        .isInstanceOf(AgentException.class)
                        .hasMessageContaining(
                                "process " + ProcessHandle.current().pid() + ", this one")
                        .hasMessageContaining(first.root().toString());
            }
        }
    }

    @Test
    void knowsTheDirectoryUnderAnotherName() throws IOException {
        Path link = temporary.resolve("link");
        Path root = Files.createDirectory(temporary.resolve("data"));
        Files.createSymbolicLink(link, root);
        try (DataDirectory first = DataDirectory.open(root)) {
            assertRefused(ErrorCode.STATE_UNAVAILABLE, () -> DataDirectory.open(link));
            assertThat(first.root()).isEqualTo(root);
        }
        try (DataDirectory again = DataDirectory.open(link)) {
            assertThat(again.root()).isEqualTo(root);
        }
    }

    @Test
    void keepsAnotherProcessOutUntilThatHolderIsDead() throws IOException, InterruptedException {
        try (ChildJvm holder = ChildJvm.start(Holder.class, List.of(), temporary.toString())) {
            assertThat(holder.line()).isEqualTo("holds");
            assertThatThrownBy(() -> DataDirectory.open(temporary))
                    .hasMessage("Cannot open data directory '" + temporary
                            + "': an agent uses it already, process " + holder.pid()
                            + "; stop that agent, or choose another directory");
            holder.kill();
            DataDirectory.open(temporary).close();
        }
    }

    @Test
    void stillHoldsTheDirectoryAfterASecondAttemptInThisJvm() throws IOException, InterruptedException {
        try (DataDirectory first = DataDirectory.open(temporary)) {
            assertRefused(ErrorCode.STATE_UNAVAILABLE, () -> DataDirectory.open(temporary));
            try (ChildJvm second = ChildJvm.start(Holder.class, List.of(), temporary.toString())) {
                assertThat(second.line())
                        .contains("process " + ProcessHandle.current().pid());
            }
            assertThat(first.jobs()).isDirectory();
        }
    }

    @Test
    void isFreeOnceClosed() {
        DataDirectory first = DataDirectory.open(temporary);
        first.close();
        first.close();
        DataDirectory second = DataDirectory.open(temporary);
        first.close();
        assertRefused(ErrorCode.STATE_UNAVAILABLE, () -> DataDirectory.open(temporary));
        second.close();
    }

    @Test
    void givesTheSameMachineAndDirectoryTheSameId() throws IOException {
        Path node = Files.writeString(temporary.resolve("node"), "one\n");
        AgentIdentity identity = new AgentIdentity(List.of(temporary.resolve("missing"), node));
        String id = identity.of(Path.of("/srv/a"));
        assertThat(id).matches("[0-9a-f]{12}").isEqualTo(identity.of(Path.of("/srv/a")));
        assertThat(identity.of(Path.of("/srv/b"))).isNotEqualTo(id);
        Files.writeString(node, "two\n");
        assertThat(identity.of(Path.of("/srv/a"))).isNotEqualTo(id);
        assertThat(new AgentIdentity(List.of()).of(Path.of("/srv/a"))).matches("[0-9a-f]{12}");
    }

    /** Holds a directory until it is killed. */
    static final class Holder {
        public static void main(String[] arguments) throws InterruptedException {
            try (DataDirectory held = DataDirectory.open(Path.of(arguments[0]))) {
                System.out.println("holds");
                Thread.sleep(60_000);
                System.out.println(held.root());
            } catch (AgentException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
