package dev.hostler.engine.sandbox;

import com.sun.jna.LastErrorException;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Gives the disk space of a file's first bytes back while the file keeps its size and its other bytes their places.
 * Confined to one thread; has a file descriptor of its own.
 */
final class HolePunch implements Closeable {
    private final FileSystemCalls calls;
    private final int descriptor;
    private boolean closed;

    private HolePunch(FileSystemCalls calls, int descriptor) {
        this.calls = calls;
        this.descriptor = descriptor;
    }

    /**
     * Opens a file in a directory that the job can write, where the name may mean another file by now.
     *
     * @param identity the file that is meant; any other is left alone
     * @param scratch a directory of the agent
     * @throws TamperedException if the name means another file
     * @throws IOException if the system refuses
     * @throws LinkageError if this host has no native part for it
     */
    static HolePunch open(Path file, Object identity, Path scratch) throws IOException, TamperedException {
        FileSystemCalls calls = FileSystemCalls.load(scratch);
        int flags = FileSystemCalls.openFlags(System.getProperty("os.arch", ""));
        HolePunch opened = new HolePunch(calls, descriptor(calls, file, flags));
        try {
            // What was opened is compared, and not what the name means a moment later.
            Path self = Path.of("/proc/self/fd", String.valueOf(opened.descriptor));
            if (!identity.equals(Files.getAttribute(self, "unix:fileKey"))) {
                throw new TamperedException("the supervisor's file " + file.getFileName() + " was replaced");
            }
            return opened;
        } catch (IOException | TamperedException e) {
            opened.close();
            throw e;
        }
    }

    private static int descriptor(FileSystemCalls calls, Path file, int flags) throws IOException {
        try {
            return calls.open(file.toString(), flags);
        } catch (LastErrorException e) {
            throw new FileNotFoundException(e.getMessage());
        }
    }

    /**
     * Gives space back. Bytes of it that are read again are zero.
     *
     * @throws IOException if the file system refuses
     */
    void punch(long from, long to) throws IOException {
        while (!tryToPunch(from, to)) {
            // A signal came in between; nobody else sends so many that this goes on.
        }
    }

    private boolean tryToPunch(long from, long to) throws IOException {
        try {
            calls.fallocate(descriptor, FileSystemCalls.PUNCH_HOLE_KEEP_SIZE, from, to - from);
            return true;
        } catch (LastErrorException e) {
            if (e.getErrorCode() == FileSystemCalls.INTERRUPTED) {
                return false;
            }
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            calls.close(descriptor);
        } catch (LastErrorException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
