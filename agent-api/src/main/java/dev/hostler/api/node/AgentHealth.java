package dev.hostler.api.node;

import dev.hostler.api.meta.Experimental;
import java.util.Map;

/**
 * What the agent says of itself; never waits for a runtime. Immutable.
 *
 * @param accepting whether new work is taken
 * @param runningJobs jobs that hold a slot
 * @param queuedJobs jobs that wait for one
 * @param workloads workloads that are kept true
 * @param executors the last fingerprint of each executor, by its id
 * @param runtimes the last fingerprint of each runtime of workloads, by its id
 */
@Experimental
public record AgentHealth(
        boolean accepting,
        int runningJobs,
        int queuedJobs,
        int workloads,
        Map<String, Fingerprint> executors,
        Map<String, Fingerprint> runtimes) {
    /** Copies the fingerprints. */
    public AgentHealth {
        executors = Map.copyOf(executors);
        runtimes = Map.copyOf(runtimes);
    }
}
