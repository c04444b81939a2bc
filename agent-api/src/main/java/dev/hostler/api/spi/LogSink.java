package dev.hostler.api.spi;

import dev.hostler.api.job.JobKey;
import dev.hostler.api.meta.Experimental;

/**
 * Gets a copy of every job's log, masked. Called on a thread of its own: a slow or failing sink harms only itself, and
 * what it missed it can read again from the agent by offset. Thread-safe.
 */
@Experimental
public interface LogSink {
    /** Returns the sink's id; also the name of its settings. */
    String id();

    /**
     * Takes a part of a job's log.
     *
     * @param job whose log
     * @param offset where the part starts; parts come in order and without gaps, but may come again after a restart
     * @param masked the bytes; the sink's own copy
     */
    void append(JobKey job, long offset, byte[] masked);

    /** Tells that the log is complete; the last call for this job. */
    void complete(JobKey job, long length);
}
