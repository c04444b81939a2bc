package dev.hostler.engine.log;

import dev.hostler.api.job.JobKey;
import dev.hostler.api.log.LogStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One job's log: a file of masked bytes that only grows. One thread writes; any number read, from any thread.
 *
 * <p>Implementation note: the writer publishes {@code size} after the bytes are in the file, then wakes the readers, each
 * by its own signal; there is no lock. The stream classes of java.io are used on purpose: a channel would close when
 * the writing thread is interrupted.
 */
public final class JobLog {
    private final JobKey job;
    private final Path file;
    private final Runnable onComplete;
    private final Set<LogReader> readers = ConcurrentHashMap.newKeySet();
    private @Nullable FileOutputStream out;
    private volatile long size;
    private volatile boolean complete;

    private JobLog(JobKey job, Path file, Runnable onComplete) {
        this.job = job;
        this.file = file;
        this.onComplete = onComplete;
    }

    /** A log that is about to be written; it takes bytes once it was started. */
    static JobLog growing(JobKey job, Path file, Runnable onComplete) {
        return new JobLog(job, file, onComplete);
    }

    /** The log of a job that is over. */
    static JobLog complete(JobKey job, Path file) {
        JobLog log = new JobLog(job, file, () -> {});
        log.size = file.toFile().length();
        log.complete = true;
        return log;
    }

    /** Opens the file, which is there, for writing at its end. */
    void start() throws IOException {
        out = new FileOutputStream(file.toFile(), true);
        grownTo(file.toFile().length());
    }

    private void grownTo(long bytes) {
        size = bytes;
        readers.forEach(LogReader::wake);
    }

    /**
     * Adds bytes at the end; readers have them when this returns.
     *
     * @throws dev.hostler.api.error.AgentException with {@code STATE_UNAVAILABLE} if they can't be written. Then none of
     *     them is in the log, all earlier ones are, and the log takes no more
     */
    public void append(byte[] bytes, int offset, int length) {
        FileOutputStream open = opened();
        try {
            open.write(bytes, offset, length);
        } catch (IOException e) {
            throw givenUp(open, e);
        }
        grownTo(size + length);
    }

    private FileOutputStream opened() {
        if (out == null) {
            throw LogFailures.defect(job, "it is complete, or an earlier write to it failed");
        }
        return out;
    }

    /** Takes back what of a failed write is in the file, so that it stays what readers were told. */
    private RuntimeException givenUp(FileOutputStream open, IOException cause) {
        out = null;
        try (open) {
            open.getChannel().truncate(size);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
        return LogFailures.unwritable(job, cause);
    }

    /**
     * Makes everything written so far durable.
     *
     * @throws dev.hostler.api.error.AgentException with {@code STATE_UNAVAILABLE} if the disk fails
     */
    public void sync() {
        FileOutputStream open = opened();
        try {
            open.getFD().sync();
        } catch (IOException e) {
            throw givenUp(open, e);
        }
    }

    /**
     * Takes back the end of the log, for a writer that goes on from there with the very same bytes: a reader that has
     * read further never sees a difference.
     *
     * @param length how many bytes stay; if the log has no more than that, it stays as it is
     * @throws dev.hostler.api.error.AgentException with {@code STATE_UNAVAILABLE} if the disk fails
     */
    public void cutTo(long length) {
        FileOutputStream open = opened();
        if (length >= size) {
            return;
        }
        try {
            open.getChannel().truncate(length);
            size = length;
        } catch (IOException e) {
            throw givenUp(open, e);
        }
    }

    /** Ends the log: readers that come to its end are told so. Idempotent. */
    public void complete() {
        try (FileOutputStream last = out) {
            out = null;
        } catch (IOException e) {
            throw LogFailures.unwritable(job, e);
        } finally {
            complete = true;
            onComplete.run();
            readers.forEach(LogReader::wake);
        }
    }

    /** Returns how many bytes it has. */
    public long size() {
        return size;
    }

    boolean isComplete() {
        return complete;
    }

    /** Whether the next byte starts a line. */
    boolean endsWithNewline() {
        if (size == 0) {
            return true;
        }
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            in.seek(size - 1);
            return in.read() == '\n';
        } catch (IOException e) {
            throw LogFailures.unreadable(job, e);
        }
    }

    /**
     * Opens it for reading.
     *
     * @param offset the byte to start at; the end or beyond: wait for what comes there
     */
    public LogStream open(long offset) {
        if (offset < 0) {
            throw LogFailures.negative(job, offset);
        }
        LogReader reader = new LogReader(this, offset);
        readers.add(reader);
        return reader;
    }

    void forget(LogReader reader) {
        readers.remove(reader);
    }

    /** Reads bytes that are there into a buffer; returns how many. */
    int read(long offset, byte[] buffer, int from) {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            in.seek(offset);
            int read = in.read(buffer, from, (int) Math.min(buffer.length - from, size - offset));
            if (read <= 0) {
                throw new IOException("its file is shorter than it was");
            }
            return read;
        } catch (IOException e) {
            throw LogFailures.unreadable(job, e);
        }
    }
}
