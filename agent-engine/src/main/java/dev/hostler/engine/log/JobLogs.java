package dev.hostler.engine.log;

import dev.hostler.api.job.JobKey;
import dev.hostler.api.log.LogStream;
import dev.hostler.engine.state.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** All jobs' logs: the ones being written, and the files of those that are over. Thread-safe. */
public final class JobLogs {
    private final Path root;
    private final LogLimits limits;
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
    private final ConcurrentMap<JobKey, JobLog> live = new ConcurrentHashMap<>();

    /** Keeps the logs as {@code OWNER/ID.log} in a directory, and of long ones the end in {@code OWNER/ID.tail}. */
    public JobLogs(Path root, LogLimits limits) {
        this.root = root.toAbsolutePath().normalize();
        this.limits = limits;
    }

    /** Is told of every log that is opened for writing, on the thread that opens it. It must not block. */
    @FunctionalInterface
    interface Watcher {
        void opened(JobKey job, JobLog log, boolean afresh);
    }

    /** Tells a watcher of all logs that are opened from now on. */
    void watch(Watcher watcher) {
        watchers.add(watcher);
    }

    /** Returns a log for reading, whether it is being written or its job is over; empty if there is none. */
    Optional<JobLog> find(JobKey job) {
        Optional<JobLog> growing = Optional.ofNullable(live.get(job));
        return growing.or(() -> finished(job));
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
        LogFiles files = new LogFiles(file, limits);
        JobLog log = JobLog.growing(job, files, () -> live.remove(job));
        if (live.putIfAbsent(job, log) != null) {
            throw LogFailures.defect(job, "it is being written already");
        }
        try {
            if (afresh) {
                files.delete();
            }
            prepare(file);
            log.start();
            watchers.forEach(watcher -> watcher.opened(job, log, afresh));
            return log;
        } catch (IOException e) {
            log.letGo();
            throw LogFailures.unwritable(job, e);
        }
    }

    /** The names are made durable here, once, so that a later sync of the log itself is enough. */
    private void prepare(Path file) throws IOException {
        Path directory = root.resolve(root.relativize(file).getName(0));
        PrivateFiles.createDirectories(directory);
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
        return find(job).orElseThrow(() -> LogFailures.missing(job)).open(offset);
    }

    private Optional<JobLog> finished(JobKey job) {
        Path file = fileOf(job);
        return Files.isRegularFile(file)
                ? Optional.of(JobLog.complete(job, new LogFiles(file, limits)))
                : Optional.empty();
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
            new LogFiles(fileOf(job), limits).delete();
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
