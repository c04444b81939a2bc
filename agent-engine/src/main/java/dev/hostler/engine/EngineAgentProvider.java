package dev.hostler.engine;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.AgentProvider;
import dev.hostler.api.node.Finding;
import java.util.List;

/** How the API finds this engine. Thread-safe. */
public final class EngineAgentProvider implements AgentProvider {
    /** Called by {@link java.util.ServiceLoader}. */
    public EngineAgentProvider() {}

    @Override
    public Agent start(AgentConfig config) {
        return AgentAssembly.start(config);
    }

    @Override
    public List<Finding> examine(AgentConfig config) {
        return new AgentExamination(config).run();
    }

    @Override
    public void prepare() {
        Rehearsal.run();
    }
}
