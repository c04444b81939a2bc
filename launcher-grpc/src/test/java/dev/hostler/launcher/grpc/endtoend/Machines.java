package dev.hostler.launcher.grpc.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;

/** The host's libvirt: a network, disks with the small Linux of the engine's tests, and what is left of them. */
final class Machines implements AutoCloseable {
    private static final Path SCRIPTS =
            Path.of(System.getProperty("hostler.root"), "agent-engine/src/test/resources/dev/hostler/engine/testing");
    private static final Path NETWORKS = Path.of("/run/libvirt/network");

    /** Its digits go to the bridge's name, of which Linux allows 15 characters. */
    private final String network = "grpc-n" + ProcessHandle.current().pid() % 100_000;

    private final Path directory;

    private Machines(Path directory) {
        this.directory = directory;
    }

    /** Starts the network and makes the disk; fails if libvirt does not answer. */
    static Machines require() throws Exception {
        // Where an agent may use disks, unless its operator says otherwise.
        Path directory = Files.createTempDirectory(Path.of("/var/lib/libvirt/images"), "hostler-grpc-vm-");
        Machines machines = new Machines(directory);
        try {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
            Commands.run(
                    "sh",
                    SCRIPTS.resolve("guest-disk.sh").toString(),
                    machines.guest().toString());
            Path xml = Files.writeString(
                    directory.resolve("network.xml"),
                    "<network><name>" + machines.network + "</name><bridge name='" + machines.network
                            + "'/><ip address='172.30.180.1' netmask='255.255.255.0'><dhcp>"
                            + "<range start='172.30.180.100' end='172.30.180.200'/></dhcp></ip></network>");
            virsh("net-create", xml.toString());
            return machines;
        } catch (Exception | AssertionError e) {
            remove(directory);
            throw e;
        }
    }

    private static String virsh(String... words) throws Exception {
        return Commands.run(Stream.concat(Stream.of("virsh", "-q", "-c", "qemu:///system"), Stream.of(words))
                .toArray(String[]::new));
    }

    private Path guest() {
        return directory.resolve("guest.qcow2");
    }

    String network() {
        return network;
    }

    /** Returns a place for a disk that is not there yet. */
    Path place(String name) {
        return directory.resolve(name);
    }

    /** Returns a disk of its own from which the small Linux starts. */
    Path disk(String name) throws IOException {
        return Files.copy(guest(), place(name), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Returns how libvirt says that a machine is. */
    static String state(String domain) throws Exception {
        return virsh("domstate", domain).strip();
    }

    /** Ends a machine behind the agent's back. */
    static void kill(String domain) throws Exception {
        virsh("destroy", domain);
    }

    /** Returns the machines of a workload. */
    static long count(String workload) throws Exception {
        return virsh("list", "--all", "--name")
                .lines()
                .filter(name -> name.equals(workload) || name.startsWith(workload + "-"))
                .count();
    }

    /** Removes what a test may have left. */
    private static void removeAll(String prefix) throws Exception {
        for (String name : virsh("list", "--all", "--name").lines().toList()) {
            if (name.startsWith(prefix)) {
                if (!state(name).equals("shut off")) {
                    kill(name);
                }
                virsh("undefine", "--nvram", name);
            }
        }
    }

    void close(String prefix) throws Exception {
        try {
            removeAll(prefix);
        } finally {
            close();
        }
    }

    /** Libvirt leaves the number of the process that handed out addresses, and a directory. */
    @Override
    public void close() throws Exception {
        try {
            virsh("net-destroy", network);
            remove(NETWORKS.resolve(network));
            remove(NETWORKS.resolve(network + ".pid"));
        } finally {
            remove(directory);
        }
    }

    private static void remove(Path root) throws IOException {
        if (Files.notExists(root)) {
            return;
        }
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
