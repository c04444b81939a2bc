package dev.hostler.engine.state;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.job.JobKey;
import dev.hostler.api.job.JobState;
import java.util.Map;
import java.util.Set;

/**
 * Which state may follow which; everything else is a defect of the caller. The one way back is that of a job that lost
 * its sandbox and is run again.
 */
final class JobTransitions {
    private static final Map<JobState, Set<JobState>> NEXT = Map.of(
            JobState.QUEUED, Set.of(JobState.RUNNING, JobState.FINISHED),
            JobState.RUNNING, Set.of(JobState.FINISHED, JobState.QUEUED),
            JobState.FINISHED, Set.of());

    private JobTransitions() {}

    static boolean allows(JobState from, JobState to) {
        return NEXT.getOrDefault(from, Set.of()).contains(to);
    }

    static void require(JobKey job, JobState from, JobState to) {
        if (!allows(from, to)) {
            throw Failure.cannot(
                            ErrorCode.INTERNAL,
                            "store job",
                            job.toString(),
                            "it is " + from + " and can't become " + to,
                            "report this defect")
                    .toException();
        }
    }
}
