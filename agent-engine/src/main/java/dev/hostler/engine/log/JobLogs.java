package dev.hostler.engine.log;

import dev.hostler.api.job.JobKey;
import dev.hostler.api.log.LogStream;
import dev.hostler.engine.state.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** All jobs' logs: the ones being written, and the files of those that are over. Thread-safe. */
public final class JobLogs {
    private final Path root;
    private final ConcurrentMap<JobKey, JobLog> live = new ConcurrentHashMap<>();

    /** Keeps the logs as {@code OWNER/ID.log} in a directory. */
    public JobLogs(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /**
     * Starts the log of a new job. A file that is there is an earlier job's, of which nothing else is left; it goes.
     *
     * @throws dev.hostler.api.error.AgentException with {@code STATE_UNAVAILABLE} if it can't be written
     */
    public JobLog create(JobKey job) {
        return start(job, true);
    }

    /**
     * Goes on with the log of a job that an earlier run of the agent began; starts it if there is none.
     *
     * @throws dev.hostler.api.error.AgentException with {@code STATE_UNAVAILABLE} if it can't be written
     */
    public JobLog resume(JobKey job) {
        return start(job, false);
    }

    private JobLog start(JobKey job, boolean afresh) {
        Path file = fileOf(job);
        JobLog log = JobLog.growing(job, file, () -> live.remove(job));
        if (live.putIfAbsent(job, log) != null) {
            throw LogFailures.defect(job, "it is being written already");
        }
        try {
            prepare(file, afresh);
            log.start();
            return log;
        } catch (IOException e) {
            log.complete();
            throw LogFailures.unwritable(job, e);
        }
    }

    /** The names are made durable here, once, so that a later sync of the log itself is enough. */
    private void prepare(Path file, boolean afresh) throws IOException {
        Path directory = root.resolve(root.relativize(file).getName(0));
        PrivateFiles.createDirectories(directory);
        if (afresh) {
            Files.deleteIfExists(file);
        }
        PrivateFiles.createIfMissing(file);
        PrivateFiles.syncDirectory(directory);
        PrivateFiles.syncDirectory(root);
    }

    /**
     * Opens a log for reading, whether it is being written or its job is over.
     *
     * @throws dev.hostler.api.error.AgentException with {@code NOT_FOUND} if there is none
     */
    public LogStream open(JobKey job, long offset) {
        Optional<JobLog> growing = Optional.ofNullable(live.get(job));
        return growing.orElseGet(() -> finished(job)).open(offset);
    }

    private JobLog finished(JobKey job) {
        Path file = fileOf(job);
        if (!Files.isRegularFile(file)) {
            throw LogFailures.missing(job);
        }
        return JobLog.complete(job, file);
    }

    /**
     * Removes the log of a job that is over. Idempotent.
     *
     * @throws dev.hostler.api.error.AgentException with {@code STATE_UNAVAILABLE} if it can't be removed
     */
    public void delete(JobKey job) {
        if (live.containsKey(job)) {
            throw LogFailures.defect(job, "it is being written, and can't be removed");
        }
        try {
            Files.deleteIfExists(fileOf(job));
        } catch (IOException e) {
            throw LogFailures.unwritable(job, e);
        }
    }

    private Path fileOf(JobKey job) {
        Path file = root.resolve(job.owner().value())
                .resolve(job.id().value() + ".log")
                .normalize();
        if (!file.startsWith(root) || file.getNameCount() != root.getNameCount() + 2) {
            throw LogFailures.defect(job, "its path leads out of the data directory");
        }
        return file;
    }
}
