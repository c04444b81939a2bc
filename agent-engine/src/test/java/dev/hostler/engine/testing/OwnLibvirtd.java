package dev.hostler.engine.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A libvirtd for one test, which may be stopped and killed; shares nothing with the machine's own but programs, since it
 * lives in a mount namespace with directories of its own in the places where libvirt keeps what it knows. Needs root.
 */
public final class OwnLibvirtd implements AutoCloseable {
    private static final String PLACES = "/run/libvirt /var/lib/libvirt /var/cache/libvirt /var/log/libvirt";
    private static final String SET_UP = "for place in " + PLACES + "; do mkdir -p \"$place\" \"$0$place\""
            + " && chmod 755 \"$0$place\" && mount --bind \"$0$place\" \"$place\" || exit 1; done; echo ready; exec sleep 100000";

    private final Path root;
    private final Process holder;
    private final Process logd;
    private Process daemon;

    private OwnLibvirtd(Path root) throws IOException {
        this.root = root;
        this.holder = new ProcessBuilder(
                        "unshare", "-m", "--propagation", "private", "sh", "-c", SET_UP, root.toString())
                .redirectError(
                        ProcessBuilder.Redirect.appendTo(root.resolve("log").toFile()))
                .start();
        String said = holder.inputReader(StandardCharsets.UTF_8).readLine();
        if (!"ready".equals(said)) {
            holder.destroyForcibly();
            throw new AssertionError("no place for a libvirtd: " + Files.readString(root.resolve("log")));
        }
        this.logd = inside("virtlogd", "--pid-file", root.resolve("logd.pid").toString());
        this.daemon = startDaemon();
    }

    /** Starts one that has no domains and no networks that are active. */
    public static OwnLibvirtd create() throws IOException {
        // Short: the path of a socket has at most 107 bytes.
        Path root = Files.createTempDirectory(Path.of("/var/tmp"), "hostler-vd");
        Files.setPosixFilePermissions(root, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
        return new OwnLibvirtd(root);
    }

    private Process inside(String... command) throws IOException {
        List<String> words = new ArrayList<>(List.of("nsenter", "-m", "-t", String.valueOf(holder.pid()), "--"));
        words.addAll(List.of(command));
        return new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(root.resolve("log").toFile()))
                .start();
    }

    private Process startDaemon() throws IOException {
        Process started =
                inside("libvirtd", "--pid-file", root.resolve("libvirtd.pid").toString());
        Awaitility.await("libvirtd")
                .atMost(Duration.ofSeconds(60))
                .ignoreExceptionsMatching(AssertionError.class::isInstance)
                .until(() -> !virsh("version").isEmpty());
        return started;
    }

    /** Returns its address. */
    public String address() {
        return "qemu:///system?socket=" + root.resolve("run/libvirt/libvirt-sock");
    }

    /** Runs virsh; fails if it does. */
    public String virsh(String... words) {
        List<String> command = new ArrayList<>(List.of("virsh", "-q", "-c", address()));
        command.addAll(List.of(words));
        return LibvirtHost.run(command);
    }

    /** Starts it again. */
    public void start() throws IOException {
        daemon = startDaemon();
    }

    /** Ends it as a crash does; machines go on. */
    public void kill() throws InterruptedException {
        daemon.destroyForcibly().waitFor();
    }

    /** Ends it, its machines and all that it has. */
    @Override
    public void close() {
        try {
            if (daemon.isAlive()) {
                for (String domain : virsh("list", "--name").split("\\s+")) {
                    if (!domain.isBlank()) {
                        virsh("destroy", domain);
                    }
                }
            }
            for (Process process : List.of(daemon, logd)) {
                process.destroy();
                if (!process.waitFor(20, TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor();
                }
            }
            holder.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            LibvirtHost.remove(root);
        }
    }
}
