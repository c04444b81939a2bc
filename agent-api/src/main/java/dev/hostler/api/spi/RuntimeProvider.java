package dev.hostler.api.spi;

import dev.hostler.api.meta.Experimental;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Brings a runtime for workloads. Creating a provider and asking its id does no I/O and loads no native code. */
@Experimental
public interface RuntimeProvider {
    /** Returns the runtime's id, unique among all providers; also the name of its settings. */
    String id();

    /**
     * Creates the runtime. Called once per agent. Must not fail for what the host lacks: the fingerprint says what is
     * missing.
     */
    WorkloadRuntime create(Context context);

    /** What a runtime needs of the engine. Valid until the runtime is closed. */
    @Experimental
    interface Context {
        /** Returns the agent's id, which labels everything that the runtime makes. */
        String agentId();

        /** Returns the settings that the agent's configuration has for this provider. */
        Map<String, String> settings();

        /**
         * Returns where the runtime may keep files of its own, below the agent's data directory. Nobody else writes
         * there. It may not exist yet; make it for the agent's user alone.
         */
        Path directory();

        /** Returns the agent's threads and clocks. */
        Scheduler scheduler();

        /** Returns the way to processes of the host. */
        ProcessLauncher processes();

        /** Returns the agent's artifact stores, which have their settings by then. */
        default List<ArtifactStore> artifactStores() {
            return List.of();
        }
    }
}
