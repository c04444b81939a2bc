package dev.hostler.api.workload;

import dev.hostler.api.field.Fields;
import dev.hostler.api.meta.Experimental;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a container may use of its host; empty means without limit. Immutable.
 *
 * @param cpus processors, for example 0.5
 * @param cpuShares its weight against other containers when processors are scarce; 1024 is usual
 * @param memoryBytes memory of all its processes
 * @param swapBytes memory and swap together, as Docker counts; -1: any amount of swap. Needs a memory limit
 * @param processes processes and threads at one time
 */
@Experimental
public record ContainerLimits(
        OptionalDouble cpus,
        OptionalInt cpuShares,
        OptionalLong memoryBytes,
        OptionalLong swapBytes,
        OptionalInt processes) {
    /** No limit at all. */
    public static final ContainerLimits NONE = new ContainerLimits(
            OptionalDouble.empty(),
            OptionalInt.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalInt.empty());

    /** Docker's floor: below it no container starts. */
    private static final long LEAST_MEMORY = 6L << 20;

    /** The kernel's bounds of cpu.shares. */
    private static final int LEAST_SHARES = 2;

    private static final int MOST_SHARES = 262_144;

    /** Checks the components. */
    public ContainerLimits {
        require("cpus", cpus.isEmpty() || cpus.getAsDouble() >= 0.01 && Double.isFinite(cpus.getAsDouble()), "0.01");
        cpuShares.ifPresent(value -> Fields.within("resources.cpuShares", value, LEAST_SHARES, MOST_SHARES));
        require("memoryBytes", memoryBytes.orElse(LEAST_MEMORY) >= LEAST_MEMORY, "6 MiB");
        require("processes", processes.orElse(1) >= 1, "1 process");
        requireSwapFits(memoryBytes, swapBytes);
    }

    /** Returns the same limits with another one for memory. */
    public ContainerLimits withMemory(long bytes) {
        return new ContainerLimits(cpus, cpuShares, OptionalLong.of(bytes), swapBytes, processes);
    }

    /** Returns the same limits with another one for processors. */
    public ContainerLimits withCpus(double count) {
        return new ContainerLimits(OptionalDouble.of(count), cpuShares, memoryBytes, swapBytes, processes);
    }

    private static void requireSwapFits(OptionalLong memory, OptionalLong swap) {
        if (swap.isEmpty() || swap.getAsLong() == -1 && memory.isPresent()) {
            return;
        }
        if (memory.isEmpty() || swap.getAsLong() < memory.getAsLong()) {
            throw Fields.refused(
                    "resources.swapBytes",
                    Long.toString(swap.getAsLong()),
                    "it counts memory and swap together, and is less than the memory limit or has none beside it",
                    "give a memory limit, and at least as much here");
        }
    }

    private static void require(String field, boolean enough, String least) {
        if (!enough) {
            throw Fields.refused(
                    "resources." + field, "too little", "it is less than " + least, "give more, or leave it out");
        }
    }
}
