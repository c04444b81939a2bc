package dev.hostler.engine.job;

import dev.hostler.api.job.Job;
import dev.hostler.api.job.JobHandle;
import dev.hostler.api.job.JobKey;
import dev.hostler.api.job.JobResult;
import dev.hostler.api.log.LogStream;
import dev.hostler.engine.artifact.ArtifactFinder;
import dev.hostler.engine.log.JobLogs;
import dev.hostler.engine.state.JobRecord;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;

/** A hold on a job that has its result. Immutable. */
final class StoredJobHandle implements JobHandle {
    private final JobRecord record;
    private final JobResult result;
    private final JobLogs logs;
    private final JobLogs errorLogs;
    private final ArtifactFinder artifacts;

    StoredJobHandle(JobRecord record, JobLogs logs, JobLogs errorLogs, ArtifactFinder artifacts) {
        this.record = record;
        this.result = record.result().orElseThrow();
        this.logs = logs;
        this.errorLogs = errorLogs;
        this.artifacts = artifacts;
    }

    @Override
    public JobKey key() {
        return record.key();
    }

    @Override
    public Job job() {
        return new Job(record.key(), record.state(), record.queuedAt(), Optional.of(result));
    }

    @Override
    public JobResult await() {
        return result;
    }

    @Override
    public Optional<JobResult> await(Duration limit) {
        return Optional.of(result);
    }

    @Override
    public void cancel() {
        // A finished job stays as it is.
    }

    @Override
    public LogStream log(long offset) {
        return logs.open(record.key(), offset);
    }

    @Override
    public LogStream errors(long offset) {
        return errorLogs.open(record.key(), offset);
    }

    @Override
    public InputStream artifact(String path) {
        return artifacts.open(record.key(), record.result(), path);
    }
}
