package dev.hostler.launcher.cli.endtoend;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A Docker engine of this test's own, without any image, beside the host's. */
final class PrivateDocker implements AutoCloseable {
    private final Path directory;
    private final String bridge;
    private final Process daemon;

    private PrivateDocker(Path directory, String bridge, Process daemon) {
        this.directory = directory;
        this.bridge = bridge;
        this.daemon = daemon;
    }

    static PrivateDocker start(Path scratch) throws Exception {
        // A socket's path may have 107 bytes at most, which a test's own directory can exceed.
        Path directory = Files.createTempDirectory(Path.of("/tmp"), "hostler-docker-");
        // With "none" the engine would take the bridge of the host's own engine away.
        String bridge = "hst" + ProcessHandle.current().pid();
        Commands.run("ip", "link", "add", bridge, "type", "bridge");
        ProcessBuilder builder = new ProcessBuilder(
                "dockerd",
                "--host",
                "unix://" + directory.resolve("docker.sock"),
                "--data-root",
                directory.resolve("data").toString(),
                "--exec-root",
                directory.resolve("exec").toString(),
                "--pidfile",
                directory.resolve("docker.pid").toString(),
                "--bridge",
                bridge,
                "--iptables=false");
        builder.environment().merge("PATH", "/usr/sbin:/sbin", (path, more) -> path + ":" + more);
        builder.redirectErrorStream(true)
                .redirectOutput(scratch.resolve("dockerd.log").toFile());
        PrivateDocker docker = new PrivateDocker(directory, bridge, builder.start());
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .failFast("dockerd ended", () -> !docker.daemon.isAlive())
                .until(docker::answers);
        return docker;
    }

    String host() {
        return "unix://" + directory.resolve("docker.sock");
    }

    private boolean answers() throws Exception {
        Process version = new ProcessBuilder("docker", "--host", host(), "version")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return version.waitFor() == 0;
    }

    @Override
    public void close() throws Exception {
        daemon.destroy();
        if (!daemon.waitFor(30, TimeUnit.SECONDS)) {
            daemon.destroyForcibly().waitFor();
        }
        try (Stream<String> mounts = Files.lines(Path.of("/proc/mounts"))) {
            List<String> ours = mounts.map(line -> line.split(" ")[1])
                    .filter(path -> path.startsWith(directory + "/"))
                    .toList();
            for (String mount : ours) {
                Commands.run("umount", "-l", mount);
            }
        }
        Commands.run("rm", "-rf", directory.toString());
        Commands.run("ip", "link", "delete", bridge);
    }
}
