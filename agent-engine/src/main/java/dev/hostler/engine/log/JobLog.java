package dev.hostler.engine.log;

import dev.hostler.api.job.JobKey;
import dev.hostler.api.log.LogStream;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One job's log: masked bytes at places that never change. It only grows; of one that grows beyond the limit, the
 * beginning and the end are kept. One thread writes; any number read, from any thread.
 *
 * <p>Implementation note: the writer publishes bytes after they are in the files, then wakes the readers, each by its own
 * signal; there is no lock.
 */
public final class JobLog {
    private static final Logger LOG = LoggerFactory.getLogger(JobLog.class);

    private final JobKey job;
    private final LogFiles files;
    private final Runnable onComplete;
    private final Set<Runnable> followers = ConcurrentHashMap.newKeySet();
    private BooleanSupplier whenFull = () -> false;
    private boolean writable;
    private volatile boolean whole;
    private volatile boolean complete;

    private JobLog(JobKey job, LogFiles files, Runnable onComplete) {
        this.job = job;
        this.files = files;
        this.onComplete = onComplete;
    }

    /** A log that is about to be written; it takes bytes once it was started. */
    static JobLog growing(JobKey job, LogFiles files, Runnable onComplete) {
        return new JobLog(job, files, onComplete);
    }

    /** The log of a job that is over. */
    static JobLog complete(JobKey job, LogFiles files) {
        JobLog log = new JobLog(job, files, () -> {});
        try {
            files.find();
        } catch (IOException e) {
            throw LogFailures.unreadable(job, e);
        }
        log.whole = true;
        log.complete = true;
        return log;
    }

    /** Makes the file, which is there, ready for writing at its end. */
    void start() throws IOException {
        files.find();
        files.open();
        writable = true;
        followers.forEach(Runnable::run);
    }

    /**
     * Adds bytes at the end; readers have them when this returns.
     *
     * @throws dev.hostler.api.error.AgentException with {@code STATE_UNAVAILABLE} if they can't be written. Then none of
     *     them is in the log, all earlier ones are, and the log takes no more
     */
    public void append(byte[] bytes, int offset, int length) {
        requireWritable();
        try {
            while (!written(bytes, offset, length)) {
                files.cutTo(size());
            }
        } catch (IOException e) {
            throw givenUp(e);
        }
        followers.forEach(Runnable::run);
    }

    /** Says whether the bytes are in the files; if not, the disk is full, and somebody has waited. */
    private boolean written(byte[] bytes, int offset, int length) throws IOException {
        try {
            if (files.append(bytes, offset, length)) {
                LOG.warn("The log of job {} has reached its limit; from here on only its latest part is kept", job);
            }
            return true;
        } catch (IOException e) {
            if (files.isDiskFull() && whenFull.getAsBoolean()) {
                return false;
            }
            throw e;
        }
    }

    /** Sets what is asked when the disk is full: it waits a while, and says whether to try again. Never, if not called. */
    public void whenFull(BooleanSupplier wait) {
        whenFull = wait;
    }

    private void requireWritable() {
        if (!writable) {
            throw LogFailures.defect(job, "it is complete, or an earlier write to it failed");
        }
    }

    /** Takes back what of a failed write is in the files, so that they stay what readers were told. */
    private RuntimeException givenUp(IOException cause) {
        writable = false;
        try {
            files.cutTo(size());
            files.close();
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
        requireWritable();
        try {
            files.sync();
        } catch (IOException e) {
            throw givenUp(e);
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
        requireWritable();
        if (length >= size()) {
            return;
        }
        try {
            files.cutTo(length);
        } catch (IOException e) {
            throw givenUp(e);
        }
    }

    /** Ends the log: readers that come to its end are told so. Idempotent. */
    public void complete() {
        whole = true;
        letGo();
    }

    /**
     * Ends the writing of a log that is not whole: it goes on with another run of the agent, or never. Readers that come
     * to its present end are told that this is all. Idempotent.
     */
    public void letGo() {
        writable = false;
        try {
            files.close();
        } catch (IOException e) {
            throw LogFailures.unwritable(job, e);
        } finally {
            complete = true;
            onComplete.run();
            followers.forEach(Runnable::run);
        }
    }

    /** Returns how long it is: where the next byte goes. Not all of that is kept. */
    public long size() {
        return files.extent().size();
    }

    boolean isComplete() {
        return complete;
    }

    /** Whether it is complete and nothing will ever be added. */
    boolean isWhole() {
        return whole;
    }

    /** Whether the next byte starts a line. */
    boolean endsWithNewline() {
        byte[] last = new byte[1];
        return size() == 0 || read(size() - 1, last, 0) == 0 || last[0] == '\n';
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
        follow(reader.wake());
        return reader;
    }

    /** Calls somebody whenever the log has changed, on the writer's thread. It must not block. */
    void follow(Runnable follower) {
        followers.add(follower);
    }

    void forget(Runnable follower) {
        followers.remove(follower);
    }

    /** Returns the first place from here on whose bytes were not given up. */
    long firstKept(long offset) {
        return files.extent().firstKept(offset);
    }

    /** Reads bytes that are there into a buffer; returns how many, 0 if they were given up by now. */
    int read(long offset, byte[] buffer, int from) {
        try {
            return files.read(offset, buffer, from);
        } catch (IOException e) {
            throw LogFailures.unreadable(job, e);
        }
    }
}
