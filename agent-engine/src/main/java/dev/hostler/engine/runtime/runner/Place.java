package dev.hostler.engine.runtime.runner;

import dev.hostler.api.spi.ProcessLauncher;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.api.workload.WorkloadKey;
import java.nio.file.Path;

/**
 * Where an agent's runners are, and what they need of the host. Immutable.
 *
 * @param agentId the agent
 * @param directory the runtime's own directory
 * @param settings what the operator has set
 * @param scheduler threads and clocks
 * @param processes the way to processes
 * @param proc where the kernel shows processes
 */
record Place(
        String agentId,
        Path directory,
        RunnerSettings settings,
        Scheduler scheduler,
        ProcessLauncher processes,
        Path proc) {
    /** The variable that all processes of a runner inherit. */
    static final String MARK = "HOSTLER_RUNNER";

    Path instances() {
        return directory.resolve("instances");
    }

    InstanceFiles instance(String id) {
        return new InstanceFiles(instances().resolve(id));
    }

    /** What is left of the runners of a workload when they are gone. */
    Path kept(WorkloadKey key) {
        return directory.resolve("kept").resolve(Digests.of(key.toString()).substring(0, 16));
    }

    String markOf(InstanceFiles files) {
        return agentId + "-" + files.id();
    }

    Session session(InstanceFiles files) {
        return new Session(processes, proc, MARK + "=" + markOf(files));
    }

    HostMemory memory() {
        return new HostMemory(proc);
    }

    SecretPlace secrets() {
        return SecretPlace.of(agentId, directory);
    }
}
