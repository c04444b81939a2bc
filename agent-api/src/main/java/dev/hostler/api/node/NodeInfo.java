package dev.hostler.api.node;

import dev.hostler.api.meta.Experimental;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The machine that the agent serves, as it is now. Immutable.
 *
 * @param agentId the agent's id, which it keeps over restarts, and with which it marks what it makes
 * @param hostName the machine's name
 * @param operatingSystem its system and the system's version
 * @param architecture its processors' architecture, as the JVM calls it
 * @param processors how many processors the agent may use
 * @param cpuPercent how busy all processors were lately, 0 to 100; empty if that can't be read
 * @param memory its memory; empty if that can't be read
 * @param disk the disk that holds the agent's data; empty if that can't be read
 * @param uptime how long it has been up
 */
@Experimental
public record NodeInfo(
        String agentId,
        String hostName,
        String operatingSystem,
        String architecture,
        int processors,
        OptionalDouble cpuPercent,
        Optional<Space> memory,
        Optional<Space> disk,
        Duration uptime) {
    /**
     * Something of which there is so much. Immutable.
     *
     * @param totalBytes how much there is
     * @param freeBytes how much of it new work can have
     */
    @Experimental
    public record Space(long totalBytes, long freeBytes) {
        /** Returns how much of it is taken, 0 to 100. */
        public double usedPercent() {
            return totalBytes <= 0 ? 0 : 100.0 * (totalBytes - freeBytes) / totalBytes;
        }
    }
}
