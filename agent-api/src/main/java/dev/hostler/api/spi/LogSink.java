package dev.hostler.api.spi;

import dev.hostler.api.job.JobKey;
import dev.hostler.api.meta.Experimental;
import java.util.Map;

/**
 * Gets a copy of every job's log, masked. The agent calls a sink on a thread of its own, one call at a time, and reads the
 * stored logs by offset as the sink takes them; so nothing waits in memory, and a slow or failing sink harms only itself.
 *
 * <p>Whatever a call throws means that it did not happen: it is repeated after a second, then after twice that time, up
 * to a minute, and until then the sink gets nothing else. How far each log was handed over is stored, so that a sink also gets what was written while it failed or
 * while the agent was away. It gets everything <em>at least once</em>: after a restart the last parts of a log, at most
 * the last 2 MiB before it, may come again, with the same bytes at the same offsets. A sink that is new to the agent gets
 * the logs of jobs that are not over, and of those that come.
 */
@Experimental
public interface LogSink {
    /** Returns the sink's id, by the rules of all ids; also the name of its settings. */
    String id();

    /** Takes the settings that the agent's configuration has for this id. Called once, before anything else. */
    default void configure(Map<String, String> settings) {}

    /**
     * Takes a part of a job's log. Parts of several jobs come mixed.
     *
     * @param job whose log
     * @param offset where the part starts, in bytes. Parts come in order and join without gaps, but for one case: where
     *     a log is longer than its limit and the sink was too slow for what was given up, the offset leaps ahead
     * @param masked the bytes, at most 64 KiB; the sink's own copy. They may begin and end inside a line or a character
     */
    void append(JobKey job, long offset, byte[] masked);

    /**
     * Tells that the log is complete and was handed over to its end; the last call for this job, but may be repeated
     * after a restart.
     *
     * @param length how long the log is, in bytes
     */
    void complete(JobKey job, long length);
}
