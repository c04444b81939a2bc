package dev.hostler.launcher.grpc.endtoend;

import java.nio.file.Files;
import java.nio.file.Path;

/** An image with busybox, under two tags. */
public final class TestImage {
    /** Its name. */
    public static final String NAME = "hostler-test/node:1";

    static final String OTHER = "hostler-test/node:2";

    private TestImage() {}

    /** Makes it, if it is missing. */
    public static void require(Path scratch) throws Exception {
        if (!Commands.run("docker", "image", "ls", "--quiet", OTHER).isBlank()) {
            return;
        }
        Path root = scratch.resolve("node-root");
        Files.createDirectories(root.resolve("bin"));
        Files.createDirectories(root.resolve("tmp"));
        Files.copy(Path.of("/bin/busybox"), root.resolve("bin/busybox"));
        for (String applet : Commands.run("/bin/busybox", "--list").lines().toList()) {
            if (!applet.equals("busybox")) {
                Files.createSymbolicLink(root.resolve("bin").resolve(applet), Path.of("busybox"));
            }
        }
        Commands.run("sh", "-c", "tar -C '" + root + "' -c . | docker import - " + NAME);
        Commands.run("docker", "tag", NAME, OTHER);
    }
}
