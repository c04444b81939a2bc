package dev.hostler.engine.executor.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.spi.SandboxSpec;
import dev.hostler.engine.executor.docker.OwnContainer.MountedDirectory;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How an agent in a container finds itself, and where its directories are on the host. */
class OwnContainerTest {
    private static final String ID = "0123456789abcdef".repeat(4);
    private static final String OTHER = "fedcba9876543210".repeat(4);
    private static final List<String> INSIDE = List.of(
            "618 533 0:51 / / rw,relatime - overlay overlay rw",
            "620 618 0:55 / /dev/shm rw - tmpfs shm rw",
            "621 618 8:1 /var/lib/docker/volumes/data/_data /var/lib/hostler rw - ext4 /dev/sda1 rw",
            "622 618 8:1 /var/lib/docker/containers/" + ID + "/hostname /etc/hostname rw - ext4 /dev/sda1 rw",
            "623 621 0:60 / /var/lib/hostler/cache rw - tmpfs tmpfs rw",
            "624 618 8:1 /home/me/with\\040space /app rw - ext4 /dev/sda1 rw");

    private final OwnContainer own = new OwnContainer(
            ID,
            List.of(
                    new MountedDirectory("/var/lib/docker/volumes/data/_data", Path.of("/var/lib/hostler")),
                    new MountedDirectory("/home/me/with space", Path.of("/app"))));

    private static SandboxSpec.Directories below(String root) {
        Path at = Path.of(root);
        return new SandboxSpec.Directories(
                at.resolve("w"), at.resolve("h"), at.resolve("i"), at.resolve("o"), at.resolve("s"));
    }

    private Optional<Path> workspaceOnHost(String root) {
        return own.onHost(below(root), MountTable.parse(INSIDE)).map(SandboxSpec.Directories::workspace);
    }

    @Test
    void findsItsIdInItsMountsAndItsControlGroup() {
        assertThat(OwnContainer.candidates(MountTable.parse(INSIDE), List.of())).containsExactly(ID);
        assertThat(OwnContainer.candidates(
                        MountTable.parse(List.of()),
                        List.of("4:memory:/docker/" + ID, "0::/system.slice/docker-" + OTHER + ".scope")))
                .containsExactly(ID, OTHER);
    }

    @Test
    void doesNotTakeAHostWithContainersForOne() {
        MountTable host = MountTable.parse(List.of(
                "25 1 8:1 / / rw - ext4 /dev/sda1 rw",
                "90 25 0:55 / /var/lib/docker/containers/" + ID + "/mounts/shm rw - tmpfs shm rw",
                "91 25 0:51 / /var/lib/docker/overlay2/" + OTHER + "/merged rw - overlay overlay rw"));

        assertThat(OwnContainer.candidates(host, List.of("0::/user.slice"))).isEmpty();
    }

    @Test
    void translatesWhatLiesOnAMountOfTheEngine() {
        assertThat(workspaceOnHost("/var/lib/hostler/sandboxes/a"))
                .contains(Path.of("/var/lib/docker/volumes/data/_data/sandboxes/a/w"));
        assertThat(workspaceOnHost("/app")).contains(Path.of("/home/me/with space/w"));
    }

    @Test
    void translatesNothingThatLiesOnlyInTheContainer() {
        assertThat(workspaceOnHost("/tmp/data")).isEmpty();
        assertThat(workspaceOnHost("/dev/shm/data")).isEmpty();
        assertThat(workspaceOnHost("/application")).isEmpty();
        assertThat(workspaceOnHost("/var/lib/hostler/cache"))
                .as("covered by another mount")
                .isEmpty();
    }

    @Test
    void translatesAllDirectoriesOrNone() {
        SandboxSpec.Directories mixed = new SandboxSpec.Directories(
                Path.of("/app/w"), Path.of("/app/h"), Path.of("/dev/shm/i"), Path.of("/app/o"), Path.of("/app/s"));

        assertThat(own.onHost(mixed, MountTable.parse(INSIDE))).isEmpty();
    }
}
