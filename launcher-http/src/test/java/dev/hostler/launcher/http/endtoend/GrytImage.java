package dev.hostler.launcher.http.endtoend;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** An image with busybox and a command {@code gryt}, whose pipelines are shell scripts. */
final class GrytImage {
    static final String NAME = "hostler-test/gryt:1";

    private static final String COMMAND = """
            #!/bin/sh
            [ "$1" = run ] && [ "$2" = pipeline.py ] && [ -d .gryt ] || exit 64
            exec sh pipeline.py
            """;

    private GrytImage() {}

    static void require(Path scratch) throws Exception {
        if (!Commands.run("docker", "image", "ls", "--quiet", NAME).isBlank()) {
            return;
        }
        Path root = scratch.resolve("gryt-root");
        Files.createDirectories(root.resolve("bin"));
        Files.createDirectories(root.resolve("tmp"));
        Files.copy(Path.of("/bin/busybox"), root.resolve("bin/busybox"));
        for (String applet : Commands.run("/bin/busybox", "--list").lines().toList()) {
            if (!applet.equals("busybox")) {
                Files.createSymbolicLink(root.resolve("bin").resolve(applet), Path.of("busybox"));
            }
        }
        Path command = Files.writeString(root.resolve("bin/gryt"), COMMAND);
        Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwxr-xr-x"));
        Commands.run("sh", "-c", "tar -C '" + root + "' -c . | docker import - " + NAME);
    }
}
