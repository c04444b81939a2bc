package dev.hostler.api.job;

import dev.hostler.api.error.Failure;
import dev.hostler.api.meta.Experimental;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a job ended. Each accepted job has exactly one. Immutable.
 *
 * @param job which job
 * @param conclusion the verdict
 * @param failure why, unless it succeeded
 * @param exitCode 0 if it succeeded, the failed step's exit code if there is one, else empty
 * @param steps one result for each step, in order; empty if the steps were never known
 * @param isolation the executor that ran it; empty if none did
 * @param commit the commit that was checked out, 40 hexadecimal digits; empty without a git source
 * @param artifacts the files it handed over
 * @param startedAt when it got its slot; the time of the end if it never did
 * @param finishedAt when it ended
 */
@Experimental
public record JobResult(
        JobKey job,
        Conclusion conclusion,
        Optional<Failure> failure,
        OptionalInt exitCode,
        List<StepResult> steps,
        Optional<String> isolation,
        Optional<String> commit,
        List<Artifact> artifacts,
        Instant startedAt,
        Instant finishedAt) {
    /** Copies the lists. */
    public JobResult {
        steps = List.copyOf(steps);
        artifacts = List.copyOf(artifacts);
    }
}
