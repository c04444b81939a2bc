package dev.hostler.engine;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.engine.fault.FaultListener;
import dev.hostler.engine.state.WorkloadStore;

/** Agents that keep their workloads in another store than their own, for programs that measure. */
public final class AgentOnStore {
    private AgentOnStore() {}

    /** Starts one; the store outlives it. */
    public static Agent start(AgentConfig config, WorkloadStore store) {
        return AgentAssembly.start(config, FaultListener.NONE, own -> store);
    }
}
