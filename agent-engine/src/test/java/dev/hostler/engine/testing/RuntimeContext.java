package dev.hostler.engine.testing;

import dev.hostler.api.spi.ProcessLauncher;
import dev.hostler.api.spi.RuntimeProvider;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.engine.process.OsProcessLauncher;
import java.nio.file.Path;
import java.util.Map;

/** What a runtime under test gets of the engine. Immutable. */
public record RuntimeContext(
        String agentId, Map<String, String> settings, Path directory, Scheduler scheduler, ProcessLauncher processes)
        implements RuntimeProvider.Context {
    /** The real machine. */
    public static RuntimeContext of(String agentId, Scheduler scheduler, Map<String, String> settings, Path directory) {
        return new RuntimeContext(agentId, settings, directory, scheduler, new OsProcessLauncher(scheduler));
    }
}
