package dev.hostler.engine.testing;

import dev.hostler.api.spi.ExecutorContext;
import dev.hostler.api.spi.ProcessLauncher;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.engine.process.OsProcessLauncher;
import java.util.Map;

/** What an executor under test gets of the engine. Immutable. */
public record TestContext(String agentId, Map<String, String> settings, Scheduler scheduler, ProcessLauncher processes)
        implements ExecutorContext {
    /** The real machine. */
    public static TestContext of(String agentId, Scheduler scheduler, Map<String, String> settings) {
        return new TestContext(agentId, settings, scheduler, new OsProcessLauncher(scheduler));
    }
}
