package dev.hostler.engine;

import dev.hostler.api.spi.ExecutorContext;
import dev.hostler.api.spi.ProcessLauncher;
import dev.hostler.api.spi.Scheduler;
import java.util.Map;

/**
 * What an executor is handed. Immutable.
 *
 * @param agentId the agent's id
 * @param settings the provider's settings, and {@code data-directory}
 * @param scheduler threads and clocks
 * @param processes the way to processes of the host
 */
record EngineExecutorContext(
        String agentId, Map<String, String> settings, Scheduler scheduler, ProcessLauncher processes)
        implements ExecutorContext {
    EngineExecutorContext {
        settings = Map.copyOf(settings);
    }
}
