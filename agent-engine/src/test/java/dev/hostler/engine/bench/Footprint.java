package dev.hostler.engine.bench;

import dev.hostler.engine.testing.DiskUse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Looks again and again at what an agent in this process takes. Thread-safe. */
final class Footprint implements AutoCloseable {
    private static final int EVERY_MS = 50;

    private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Path sandboxes;
    private final long idle;
    private volatile long peak;
    private volatile long spool;

    private Footprint(Path sandboxes) {
        this.sandboxes = sandboxes;
        memory.gc();
        this.idle = memory.getHeapMemoryUsage().getUsed();
    }

    static Footprint of(Path sandboxes) {
        Footprint footprint = new Footprint(sandboxes);
        footprint.timer.scheduleWithFixedDelay(footprint::look, 0, EVERY_MS, TimeUnit.MILLISECONDS);
        return footprint;
    }

    private void look() {
        peak = Math.max(peak, memory.getHeapMemoryUsage().getUsed());
        try (Stream<Path> all = Files.list(sandboxes)) {
            all.forEach(sandbox -> spool = Math.max(spool, DiskUse.of(sandbox.resolve("output/1.out"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns bytes, what is not collected yet included. */
    long heapAboveIdle() {
        return peak - idle;
    }

    long largestSpool() {
        return spool;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
