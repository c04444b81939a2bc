package dev.hostler.engine.runtime.runner;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;

/** A lock among everybody who uses a directory, in this process or in others; a death frees it. Confined to one thread. */
final class CacheLock implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final FileChannel channel;

    private CacheLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Waits for the lock until a deadline. */
    static CacheLock take(Path file, Deadline deadline) throws IOException, InterruptedException {
        while (true) {
            Optional<CacheLock> lock = tryTake(file);
            if (lock.isPresent()) {
                return lock.get();
            }
            if (deadline.isOver()) {
                throw Failure.cannot(
                                ErrorCode.TIMEOUT,
                                "fetch runner into cache",
                                String.valueOf(file.getParent()),
                                "somebody else has been at it for too long",
                                "look what holds '" + file + "'")
                        .toException();
            }
            deadline.scheduler().sleep(PAUSE);
        }
    }

    /** Takes the lock if it is free. */
    static Optional<CacheLock> tryTake(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean taken = false;
        try {
            FileLock lock = channel.tryLock();
            taken = lock != null;
            return taken ? Optional.of(new CacheLock(channel)) : Optional.empty();
        } catch (OverlappingFileLockException held) {
            return Optional.empty();
        } finally {
            if (!taken) {
                channel.close();
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
