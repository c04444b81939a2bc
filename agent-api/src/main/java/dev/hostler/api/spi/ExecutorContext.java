package dev.hostler.api.spi;

import dev.hostler.api.meta.Experimental;
import java.util.Map;

/** What an executor needs of the engine. Valid until the executor is closed. */
@Experimental
public interface ExecutorContext {
    /** Returns the agent's id: 1 to 32 letters and digits; the same after every restart on this data directory. */
    String agentId();

    /** Returns the settings that the agent's configuration has for this provider. */
    Map<String, String> settings();

    /** Returns the agent's threads and clocks. */
    Scheduler scheduler();

    /** Returns the way to processes of the host. */
    ProcessLauncher processes();
}
