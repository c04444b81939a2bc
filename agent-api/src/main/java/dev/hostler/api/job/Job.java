package dev.hostler.api.job;

import dev.hostler.api.meta.Experimental;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A job as it is at one moment. Immutable.
 *
 * @param key which job
 * @param state how far it has come
 * @param queuedAt when it was accepted
 * @param result how it ended; present if and only if it is {@link JobState#FINISHED}
 * @param steps its steps in their order; empty until they are known, which is when it has its sources
 */
@Experimental
public record Job(JobKey key, JobState state, Instant queuedAt, Optional<JobResult> result, List<JobStep> steps) {
    /** Copies the list. */
    public Job {
        steps = List.copyOf(steps);
    }

    /** A job whose steps are those of its result. */
    public Job(JobKey key, JobState state, Instant queuedAt, Optional<JobResult> result) {
        this(
                key,
                state,
                queuedAt,
                result,
                result.stream()
                        .flatMap(known -> known.steps().stream())
                        .map(JobStep::finished)
                        .toList());
    }
}
