package dev.hostler.engine;

import dev.hostler.api.spi.ArtifactStore;
import dev.hostler.api.spi.ProcessLauncher;
import dev.hostler.api.spi.RuntimeProvider;
import dev.hostler.api.spi.Scheduler;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a runtime gets of the engine.
 *
 * @param agentId the agent's id
 * @param settings the provider's settings
 * @param directory where the runtime may keep files
 * @param scheduler threads and clocks
 * @param processes the way to processes of the host
 * @param artifactStores the agent's artifact stores
 */
record EngineRuntimeContext(
        String agentId,
        Map<String, String> settings,
        Path directory,
        Scheduler scheduler,
        ProcessLauncher processes,
        List<ArtifactStore> artifactStores)
        implements RuntimeProvider.Context {
    EngineRuntimeContext {
        settings = Map.copyOf(settings);
        artifactStores = List.copyOf(artifactStores);
    }
}
