package dev.hostler.engine.runtime.runner;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * All that is known when a runner has ended. Immutable.
 *
 * @param evidence what it was seen to do
 * @param exitCode with what its script has ended; empty if it was killed
 * @param registering whether it ended before it was registered
 * @param jobStarted whether the hook before the job has run
 * @param jobCompleted whether the hook after the job has run
 * @param unregistered whether it has given its registration back, as it does after a job
 * @param stop why it was to end
 * @param killed whether it had to be killed
 * @param memoryKill whether the kernel has killed a process meanwhile, for want of memory
 * @param left processes that could not be ended
 */
record Ending(
        Evidence evidence,
        OptionalInt exitCode,
        boolean registering,
        boolean jobStarted,
        boolean jobCompleted,
        boolean unregistered,
        Optional<StopOrder> stop,
        boolean killed,
        boolean memoryKill,
        List<Long> left) {
    boolean sawJob() {
        return jobStarted || evidence.jobAt().isPresent();
    }

    boolean sawJobsEnd() {
        return unregistered && (jobCompleted || evidence.jobResult().isPresent());
    }
}
