package dev.hostler.engine.process;

import dev.hostler.api.spi.Scheduler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Reads a process's output to the end and keeps its beginning. It never blocks in a read: a child in the background can
 * hold the pipe open long after the process itself has ended. Thread-safe; {@code this} guards {@code kept}.
 */
final class BoundedOutput implements Runnable {
    private static final int BLOCK = 8 * 1024;
    private static final Duration PAUSE = Duration.ofMillis(1);

    private final Process process;
    private final Scheduler scheduler;
    private final int limit;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    BoundedOutput(Process process, Scheduler scheduler, int limit) {
        this.process = process;
        this.scheduler = scheduler;
        this.limit = limit;
    }

    @Override
    public void run() {
        byte[] block = new byte[BLOCK];
        try (InputStream stream = process.getInputStream()) {
            while (true) {
                boolean last = !process.isAlive();
                if (!drain(stream, block) && last) {
                    return;
                }
                scheduler.sleep(PAUSE);
            }
        } catch (InterruptedException | IOException end) {
            // What was read counts.
        }
    }

    private boolean drain(InputStream stream, byte[] block) throws IOException {
        boolean some = false;
        for (int ready = stream.available(); ready > 0; ready = stream.available()) {
            int count = stream.read(block, 0, Math.min(ready, block.length));
            if (count < 0) {
                return false;
            }
            keep(block, count);
            some = true;
        }
        return some;
    }

    private synchronized void keep(byte[] block, int count) {
        kept.write(block, 0, Math.min(count, limit - kept.size()));
    }

    synchronized String text() {
        return kept.toString(StandardCharsets.UTF_8);
    }
}
