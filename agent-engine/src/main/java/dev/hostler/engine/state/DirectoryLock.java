package dev.hostler.engine.state;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A data directory held by this process, until {@link #close()} or the process's end.
 *
 * <p>Implementation note: the lock is the operating system's, on a file that holds our pid for the next one's message; a
 * dead process's file is just a file. Such a lock belongs to the whole process, and closing <em>any</em> descriptor of
 * the file gives it up. So a second attempt in this JVM, even by another class loader, must not so much as open the
 * file: it is told off by an entry in the system properties, the one thing that all class loaders share.
 */
final class DirectoryLock implements AutoCloseable {
    static final String FILE = "agent.lock";
    private static final int LONGEST_PID = 20;

    private final String property;
    private final FileChannel channel;
    private final AtomicBoolean released = new AtomicBoolean();

    private DirectoryLock(String property, FileChannel channel) {
        this.property = property;
        this.channel = channel;
    }

    /** Locks a directory; throws if another agent holds it. */
    static DirectoryLock acquire(Path directory) throws IOException {
        String pid = Long.toString(ProcessHandle.current().pid());
        String property = "hostler.lock." + identityOf(directory);
        if (System.getProperties().putIfAbsent(property, pid) != null) {
            throw inUse(directory, pid + ", this one");
        }
        try {
            return new DirectoryLock(property, lockedFile(directory, pid));
        } catch (IOException | RuntimeException e) {
            System.getProperties().remove(property);
            throw e;
        }
    }

    private static FileChannel lockedFile(Path directory, String pid) throws IOException {
        Path file = PrivateFiles.createIfMissing(directory.resolve(FILE));
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() == null) {
                throw inUse(directory, read(channel));
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((pid + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Returns the process that seems to hold a directory, without taking part in the locking: its file has its number
     * while it lives.
     */
    static Optional<String> holder(Path directory) {
        try {
            String pid = Files.readString(directory.resolve(FILE)).strip();
            boolean alive = pid.matches("\\d{1,18}")
                    && ProcessHandle.of(Long.parseLong(pid)).isPresent();
            return alive ? Optional.of(pid) : Optional.empty();
        } catch (IOException noneYet) {
            return Optional.empty();
        }
    }

    /** Device and inode, so that a second path to the same directory is the same directory. */
    private static String identityOf(Path directory) throws IOException {
        Object key = Files.readAttributes(directory, BasicFileAttributes.class).fileKey();
        return Objects.requireNonNullElse(key, directory.toRealPath()).toString();
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer pid = ByteBuffer.allocate(LONGEST_PID);
        channel.read(pid, 0);
        return StandardCharsets.US_ASCII.decode(pid.flip()).toString().strip();
    }

    private static AgentException inUse(Path directory, String holder) {
        return Failure.cannot(
                        ErrorCode.STATE_UNAVAILABLE,
                        "open data directory",
                        directory.toString(),
                        "an agent uses it already, process " + (holder.isEmpty() ? "unknown" : holder),
                        "stop that agent, or choose another directory")
                .toException();
    }

    /** Gives the directory free. Idempotent. */
    @Override
    public void close() throws IOException {
        if (released.compareAndSet(false, true)) {
            try (channel) {
                channel.truncate(0);
            } finally {
                System.getProperties().remove(property);
            }
        }
    }
}
