package dev.hostler.engine.runtime.docker;

import com.github.dockerjava.api.command.UpdateContainerCmd;
import com.github.dockerjava.api.model.HostConfig;
import dev.hostler.api.workload.ContainerLimits;
import org.jspecify.annotations.Nullable;

/**
 * Limits in the engine's units; null: without limit. Immutable.
 *
 * @param nanoCpus processors, in billionths of one
 * @param cpuShares the weight
 * @param memory bytes
 * @param memoryAndSwap bytes of both together; -1: any amount of swap
 * @param processes processes and threads
 */
record ResourceLimits(
        @Nullable Long nanoCpus,
        @Nullable Integer cpuShares,
        @Nullable Long memory,
        @Nullable Long memoryAndSwap,
        @Nullable Long processes) {
    private static final long NANO = 1_000_000_000L;

    static ResourceLimits of(ContainerLimits limits) {
        return new ResourceLimits(
                limits.cpus().isPresent() ? Math.round(limits.cpus().getAsDouble() * NANO) : null,
                limits.cpuShares().isPresent() ? limits.cpuShares().getAsInt() : null,
                limits.memoryBytes().isPresent() ? limits.memoryBytes().getAsLong() : null,
                swap(limits),
                limits.processes().isPresent() ? (long) limits.processes().getAsInt() : null);
    }

    /** What the engine itself takes when nothing is said: as much swap as memory. Said, so that an update finds it too. */
    private static @Nullable Long swap(ContainerLimits limits) {
        if (limits.swapBytes().isPresent() || limits.memoryBytes().isEmpty()) {
            return limits.swapBytes().isPresent() ? limits.swapBytes().getAsLong() : null;
        }
        return 2 * limits.memoryBytes().getAsLong();
    }

    /** Sets the limits of a container that is to be made. */
    void apply(HostConfig config) {
        config.withNanoCPUs(nanoCpus)
                .withCpuShares(cpuShares)
                .withMemory(memory)
                .withMemorySwap(memoryAndSwap)
                .withPidsLimit(processes);
    }

    /** Sets the limits of a container that is there. */
    void apply(UpdateContainerCmd update) {
        update.withNanoCPUs(nanoCpus)
                .withCpuShares(cpuShares)
                .withMemory(memory)
                .withMemorySwap(memoryAndSwap)
                .withPidsLimit(processes);
    }

    /** Returns whether an update can lead to the other ones: the engine takes a limit that is not given for unchanged. */
    boolean canBecome(ResourceLimits other) {
        return kept(nanoCpus, other.nanoCpus)
                && kept(cpuShares, other.cpuShares)
                && kept(memory, other.memory)
                && kept(memoryAndSwap, other.memoryAndSwap)
                && kept(processes, other.processes);
    }

    private static boolean kept(@Nullable Object before, @Nullable Object after) {
        return before == null || after != null;
    }
}
