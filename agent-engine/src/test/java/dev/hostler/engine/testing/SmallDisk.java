package dev.hostler.engine.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of its own of a few megabytes, in memory. Needs root. Confined to one thread. */
public final class SmallDisk implements AutoCloseable {
    private static final int PAGE = 4096;

    private final Path root;

    private SmallDisk(Path root) {
        this.root = root;
    }

    /** Mounts one at a directory that is made for it. */
    public static SmallDisk at(Path directory, int megabytes) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        run("mount", "-t", "tmpfs", "-o", "mode=700,size=" + megabytes + "m", "tmpfs", directory.toString());
        return new SmallDisk(directory);
    }

    /** Returns where it is. */
    public Path root() {
        return root;
    }

    /** Writes until no more than this is free; with 0, until not a byte more fits. */
    public void fill(long free) throws IOException {
        try (OutputStream filler = Files.newOutputStream(filler())) {
            byte[] page = new byte[PAGE];
            while (Files.getFileStore(root).getUsableSpace() > free) {
                filler.write(page);
            }
        }
    }

    /** Takes back what {@link #fill} wrote. */
    public void free() throws IOException {
        Files.deleteIfExists(filler());
    }

    private Path filler() {
        return root.resolve("lost+found");
    }

    @Override
    public void close() throws IOException, InterruptedException {
        run("umount", root.toString());
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
