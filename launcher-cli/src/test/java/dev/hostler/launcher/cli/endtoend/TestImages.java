package dev.hostler.launcher.cli.endtoend;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Images made from this host's own programs, since no registry can be counted on. */
public final class TestImages {
    public static final String BUSYBOX = "hostler-test/busybox:2";
    static final String COMPILER = "hostler-test/compiler:2";

    private static final List<String> COMPILER_FILES = List.of(
            "usr/bin/tcc",
            "usr/lib/x86_64-linux-gnu/tcc",
            "usr/lib/x86_64-linux-gnu/crt1.o",
            "usr/lib/x86_64-linux-gnu/crti.o",
            "usr/lib/x86_64-linux-gnu/crtn.o",
            "usr/lib/x86_64-linux-gnu/libc.so",
            "usr/lib/x86_64-linux-gnu/libc_nonshared.a",
            "lib/x86_64-linux-gnu/libc.so.6",
            "lib/x86_64-linux-gnu/libm.so.6",
            "lib/x86_64-linux-gnu/libdl.so.2",
            "lib/x86_64-linux-gnu/libpthread.so.0",
            "lib/x86_64-linux-gnu/ld-linux-x86-64.so.2",
            "lib64/ld-linux-x86-64.so.2",
            "usr/include");

    private TestImages() {}

    public static void requireBusybox(Path scratch) throws Exception {
        if (isThere(BUSYBOX)) {
            return;
        }
        importRoot(BUSYBOX, root(scratch.resolve("busybox-root")));
    }

    /** An image with a real C compiler. */
    static void requireCompiler(Path scratch) throws Exception {
        if (isThere(COMPILER)) {
            return;
        }
        Path root = root(scratch.resolve("compiler-root"));
        String files = String.join(" ", COMPILER_FILES);
        Commands.run("sh", "-c", "tar -C / -ch " + files + " | tar -C '" + root + "' -x");
        importRoot(COMPILER, root);
    }

    static boolean isThere(String image) throws Exception {
        return !Commands.run("docker", "image", "ls", "--quiet", image).isBlank();
    }

    private static Path root(Path root) throws Exception {
        Files.createDirectories(root.resolve("bin"));
        Files.createDirectories(root.resolve("tmp"));
        Files.copy(Path.of("/bin/busybox"), root.resolve("bin/busybox"));
        for (String applet : Commands.run("/bin/busybox", "--list").lines().toList()) {
            if (!applet.equals("busybox")) {
                Files.createSymbolicLink(root.resolve("bin").resolve(applet), Path.of("busybox"));
            }
        }
        return root;
    }

    private static void importRoot(String image, Path root) throws Exception {
        Commands.run("sh", "-c", "tar -C '" + root + "' -c . | docker import - " + image);
    }
}
