package dev.hostler.api.job;

import dev.hostler.api.meta.Experimental;
import java.time.Instant;
import java.util.Optional;

/**
 * A job as it is at one moment. Immutable.
 *
 * @param key which job
 * @param state how far it has come
 * @param queuedAt when it was accepted
 * @param result how it ended; present if and only if it is {@link JobState#FINISHED}
 */
@Experimental
public record Job(JobKey key, JobState state, Instant queuedAt, Optional<JobResult> result) {}
