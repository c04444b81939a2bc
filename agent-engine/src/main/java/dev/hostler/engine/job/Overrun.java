package dev.hostler.engine.job;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.job.ByteSize;
import dev.hostler.api.job.JobKey;
import java.util.OptionalLong;

/**
 * A limit of its place that a job has reached. Immutable.
 *
 * @param code which one
 * @param words what happened, for the end of a sentence
 * @param remedy what to do
 */
record Overrun(ErrorCode code, String words, String remedy) {
    static Overrun memory(OptionalLong limit) {
        String words = "ran out of memory";
        if (limit.isPresent()) {
            words += ": it used its limit of " + new ByteSize(limit.getAsLong());
        }
        return new Overrun(ErrorCode.MEMORY_LIMIT, words, "raise limits.memory, or make it need less");
    }

    static Overrun workspace(long limit) {
        return new Overrun(
                ErrorCode.WORKSPACE_LIMIT,
                "the workspace grew beyond " + new ByteSize(limit),
                "raise limits.workspace, or keep less in the workspace and the home directory");
    }

    /** Words the end of a job by it. */
    Failure failure(JobKey job, String cause) {
        return Failure.cannot(code, "finish job", job.id().value(), cause, remedy);
    }
}
