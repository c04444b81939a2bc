package dev.hostler.engine.cache;

import dev.hostler.api.spi.Scheduler;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Locks on files that hold between threads and between processes. Thread-safe.
 *
 * <p>POSIX drops all of a process's locks on a file as soon as the process closes any descriptor of it, so only one
 * thread at a time may have a lock file open: a gate for each file keeps the others out. Gates are few and shared by the
 * hash of the path; they are held while files are copied, which is what they are for, and nothing else waits for them.
 */
final class CacheLocks {
    private static final int GATES = 256;
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Semaphore[] gates =
            Stream.generate(() -> new Semaphore(1)).limit(GATES).toArray(Semaphore[]::new);
    private final Scheduler scheduler;
    private final Duration limit;

    CacheLocks(Scheduler scheduler, Duration limit) {
        this.scheduler = scheduler;
        this.limit = limit;
    }

    /** Waits for a lock, but not longer than the limit: a stopped process must not hold up a job. */
    Held lock(Path file) throws IOException {
        Semaphore gate = gates[Math.floorMod(file.hashCode(), GATES)];
        try {
            if (!gate.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                throw busy();
            }
            return new Held(gate, open(gate, file));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while another job used the cache", e);
        }
    }

    private FileChannel open(Semaphore gate, Path file) throws IOException, InterruptedException {
        FileChannel channel = null;
        boolean locked = false;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            await(channel);
            locked = true;
            return channel;
        } finally {
            if (!locked) {
                release(gate, channel);
            }
        }
    }

    private void await(FileChannel channel) throws IOException, InterruptedException {
        long start = scheduler.nanoTime();
        while (tryLock(channel) == null) {
            if (scheduler.nanoTime() - start > limit.toNanos()) {
                throw busy();
            }
            scheduler.sleep(PAUSE);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException anotherAgentOfThisProcess) {
            return null;
        }
    }

    private static void release(Semaphore gate, @Nullable FileChannel channel) throws IOException {
        try {
            if (channel != null) {
                channel.close();
            }
        } finally {
            gate.release();
        }
    }

    private IOException busy() {
        return new IOException("another job has used the cache for more than " + limit.toSeconds() + " s");
    }

    /** A lock that is held until it is closed. Confined to one thread. */
    record Held(Semaphore gate, FileChannel channel) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            release(gate, channel);
        }
    }
}
