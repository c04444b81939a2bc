package dev.hostler.api.job;

import dev.hostler.api.log.LogLine;
import dev.hostler.api.log.LogStream;
import dev.hostler.api.meta.Experimental;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** A hold on one accepted job. Thread-safe; dropping it changes nothing. */
@Experimental
public interface JobHandle {
    /** Returns which job this is. */
    JobKey key();

    /** Returns the job as it is now. */
    Job job();

    /**
     * Waits for the job's result. Returns once the result is stored, the log is whole and the job's sandbox is gone.
     *
     * @throws InterruptedException if the waiting thread is interrupted; the job goes on
     * @throws dev.hostler.api.error.AgentException with {@code NOT_ACCEPTING} if the agent closes before the job ends
     */
    JobResult await() throws InterruptedException;

    /**
     * Waits for the job's result, at most so long.
     *
     * @return the result, or empty if the time is over
     * @throws InterruptedException if the waiting thread is interrupted; the job goes on
     */
    Optional<JobResult> await(Duration limit) throws InterruptedException;

    /**
     * Asks for the end of the job and returns as soon as that is stored, so that a crash of the agent does not forget it:
     * its processes get TERM, after the grace period KILL. A queued job ends without having run. Idempotent; does nothing
     * to a finished job.
     *
     * @throws dev.hostler.api.error.AgentException with {@code STATE_UNAVAILABLE} if it can't be stored; an agent that is
     *     not closed ends the job all the same
     */
    void cancel();

    /**
     * Opens the job's log.
     *
     * @param offset the byte to start at; 0 for the whole log, or {@link LogLine#next()} of the last line read
     */
    LogStream log(long offset);

    /**
     * Opens what the job's steps have written to standard error, masked, and nothing else; for a job that keeps it
     * {@linkplain JobSpec#errorsApart() apart}. Its offsets are its own.
     *
     * @param offset the byte to start at; 0 for all
     * @throws dev.hostler.api.error.AgentException with {@code NOT_FOUND} if the job does not keep it apart
     */
    LogStream errors(long offset);

    /**
     * Opens a file that the job handed over, from the first artifact store that can be read.
     *
     * @param path the path of one of the {@linkplain JobResult#artifacts() result's artifacts}, exactly
     * @return its bytes; closed by the caller
     * @throws dev.hostler.api.error.AgentException with {@code NOT_FOUND} if the job has no such artifact, has no result yet,
     *     or no store has it any more; with {@code STATE_UNAVAILABLE} if it can't be read
     */
    InputStream artifact(String path);

    /**
     * Hands every line of the log to a consumer, from the first to the last, on the calling thread, as they are printed.
     *
     * @throws InterruptedException if the waiting thread is interrupted; the job goes on
     */
    default void followLog(Consumer<LogLine> consumer) throws InterruptedException {
        try (LogStream lines = log(0)) {
            for (Optional<LogLine> line = lines.next(); line.isPresent(); line = lines.next()) {
                consumer.accept(line.get());
            }
        }
    }
}
