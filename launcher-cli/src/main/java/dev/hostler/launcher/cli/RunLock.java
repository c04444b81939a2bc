package dev.hostler.launcher.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Shows that a run directory's process is alive: the operating system drops the lock with the process. */
final class RunLock implements AutoCloseable {
    private static final String FILE = "lock";

    private final FileChannel channel;

    private RunLock(FileChannel channel) {
        this.channel = channel;
    }

    static RunLock create(Path directory) throws IOException {
        FileChannel channel =
                FileChannel.open(directory.resolve(FILE), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return locked(channel).orElseThrow(() -> new IOException("the file system has no locks"));
    }

    /** Locks a directory that is there; empty if its process lives. */
    static Optional<RunLock> tryLock(Path directory) throws IOException {
        return locked(FileChannel.open(directory.resolve(FILE), StandardOpenOption.WRITE));
    }

    private static Optional<RunLock> locked(FileChannel channel) throws IOException {
        try {
            if (channel.tryLock() != null) {
                return Optional.of(new RunLock(channel));
            }
        } catch (OverlappingFileLockException e) {
            // held by this very process
        }
        channel.close();
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
