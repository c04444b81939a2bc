package dev.hostler.engine.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What space a file takes on the disk, whatever its size says. Thread-safe. */
public final class DiskUse {
    private static final int BLOCK = 512;

    private DiskUse() {}

    /** Returns bytes; 0 if there is no such file. */
    public static long of(Path file) {
        try {
            Process stat = new ProcessBuilder("stat", "-c", "%b", file.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String blocks = new String(stat.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return blocks.isEmpty() ? 0 : Long.parseLong(blocks) * BLOCK;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
