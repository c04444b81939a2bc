package dev.hostler.engine.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The real libvirt of this host, asked by virsh, and a directory that its user can reach. Confined to one thread. */
public final class LibvirtHost implements AutoCloseable {
    private static final String URI = "qemu:///system";

    private final Path directory;

    private LibvirtHost(Path directory) {
        this.directory = directory;
    }

    /** Returns the host; fails if libvirt does not answer. */
    public static LibvirtHost require() {
        try {
            // Not below the checkout, whose directories libvirt's user need not be able to search.
            Path directory = Files.createTempDirectory(Path.of("/var/tmp"), "hostler-vm-");
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
            LibvirtHost host = new LibvirtHost(directory);
            host.virsh("version");
            return host;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a directory that is removed at the end, with all that is in it. */
    public Path directory() {
        return directory;
    }

    /** Runs virsh; fails if it does. */
    public String virsh(String... words) {
        List<String> command = new ArrayList<>(List.of("virsh", "-q", "-c", URI));
        command.addAll(List.of(words));
        return run(command);
    }

    /** Runs a program of the host; fails if it does. */
    public static String run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new AssertionError(command + " failed: " + text);
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Returns the names of all domains that start like this. */
    public List<String> domains(String prefix) {
        return virsh("list", "--all", "--name")
                .lines()
                .map(String::strip)
                .filter(name -> name.startsWith(prefix))
                .toList();
    }

    @Override
    public void close() {
        remove(directory);
    }

    /** Removes a directory and all that is in it. */
    static void remove(Path directory) {
        if (Files.notExists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
