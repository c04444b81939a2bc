package dev.hostler.engine.examination;

import dev.hostler.api.node.Finding;
import dev.hostler.api.spi.ProcessLauncher;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Looks for what kinds of work need beside the agent. Immutable. */
public final class HostPrograms {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final List<Path> LIBRARIES = List.of(Path.of("/usr/lib"), Path.of("/usr/lib64"), Path.of("/lib"));

    private final ProcessLauncher processes;
    private final Path run;

    /**
     * Creates a look at a host.
     *
     * @param run where daemons have their sockets: {@code /run}
     */
    public HostPrograms(ProcessLauncher processes, Path run) {
        this.processes = processes;
        this.run = run;
    }

    /** Looks for Compose, version 2 first. */
    public List<Finding> compose() throws InterruptedException {
        Optional<String> version = version("docker", "compose", "version", "--short");
        if (version.isPresent()) {
            return List.of(Finding.ok("compose", "docker compose " + version.get()));
        }
        return List.of(version("docker-compose", "version", "--short")
                .map(old -> Finding.ok("compose", "docker-compose " + old))
                .orElseGet(() -> Finding.warning(
                        "compose",
                        "neither 'docker compose' nor docker-compose is installed",
                        "install one of them to run Compose applications (on Debian: apt install docker-compose)")));
    }

    private Optional<String> version(String... command) throws InterruptedException {
        ProcessLauncher.Output output = processes.run(List.of(command), LIMIT);
        return output.text().lines().map(String::strip).findFirst().filter(line -> output.ok() && !line.isEmpty());
    }

    /** Looks for libvirt's library and for its daemon. */
    public List<Finding> libvirt() {
        for (String name : List.of("libvirt-sock", "virtqemud-sock")) {
            Path socket = run.resolve("libvirt").resolve(name);
            if (Files.exists(socket)) {
                return List.of(answers(socket));
            }
        }
        return List.of(Finding.warning(
                "libvirt",
                (hasLibrary() ? "its library is there, but no daemon" : "it is not installed"),
                "install and start it to run virtual machines (on Debian: apt install libvirt-daemon-system)"));
    }

    private static Finding answers(Path socket) {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return channel.isConnected() && hasLibrary()
                    ? Finding.ok("libvirt", "its daemon answers at " + socket)
                    : Finding.warning(
                            "libvirt",
                            "its daemon answers at " + socket + ", but the library is missing",
                            "install it (on Debian: apt install libvirt0)");
        } catch (IOException e) {
            return Finding.warning(
                    "libvirt",
                    "nobody answers at " + socket + ": " + e.getMessage(),
                    "start libvirtd, and see that this user may use its socket (group libvirt)");
        }
    }

    /** In a directory for libraries, or in one below it that is named for the machine. */
    private static boolean hasLibrary() {
        return LIBRARIES.stream().anyMatch(HostPrograms::hasLibrary);
    }

    private static boolean hasLibrary(Path directory) {
        if (Files.exists(directory.resolve("libvirt.so.0"))) {
            return true;
        }
        try (DirectoryStream<Path> machines = Files.newDirectoryStream(directory, "*-linux-*")) {
            for (Path machine : machines) {
                if (Files.exists(machine.resolve("libvirt.so.0"))) {
                    return true;
                }
            }
            return false;
        } catch (IOException absent) {
            return false;
        }
    }

    /** Says where the agent takes git from; it starts no program for it. */
    public static List<Finding> git() {
        return List.of(Finding.ok("git", "built in (files in Git LFS are not fetched)"));
    }
}
