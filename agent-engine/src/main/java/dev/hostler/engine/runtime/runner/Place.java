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
 * @param kernel where the kernel tells of memory
 */
record Place(
        String agentId,
        Path directory,
        RunnerSettings settings,
        Scheduler scheduler,
        ProcessLauncher processes,
        Path kernel) {
    private static final Path PROC = Path.of("/proc");

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
        return new Session(processes, PROC, MARK + "=" + markOf(files));
    }

    HostMemory memory() {
        return new HostMemory(kernel);
    }

    SecretPlace secrets() {
        return SecretPlace.of(agentId, directory);
    }
}
