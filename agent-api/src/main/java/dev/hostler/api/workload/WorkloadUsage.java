package dev.hostler.api.workload;

import dev.hostler.api.meta.Experimental;
import java.time.Instant;

/**
 * What a workload uses of its host. Immutable.
 *
 * @param cpuPercent processor time, in percent of one processor, over the last interval
 * @param memoryBytes memory
 * @param diskReadBytes read from disks since its start
 * @param diskWriteBytes written to disks since its start
 * @param netReceivedBytes received since its start
 * @param netSentBytes sent since its start
 * @param at when this was read
 * @param source where it was read
 */
@Experimental
public record WorkloadUsage(
        double cpuPercent,
        long memoryBytes,
        long diskReadBytes,
        long diskWriteBytes,
        long netReceivedBytes,
        long netSentBytes,
        Instant at,
        String source) {}
