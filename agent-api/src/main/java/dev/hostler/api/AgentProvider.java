package dev.hostler.api;

import dev.hostler.api.meta.Internal;
import dev.hostler.api.node.Finding;
import java.util.List;

/** How the API finds the engine. Found by {@link java.util.ServiceLoader}; applications call {@link Agent#start}. */
@Internal
public interface AgentProvider {
    /** Starts an agent; see {@link Agent#start}. */
    Agent start(AgentConfig config);

    /** Examines the host; see {@link Agent#examine}. */
    List<Finding> examine(AgentConfig config);

    /** Does ahead what the first job costs; see {@link Agent#prepare}. */
    void prepare();
}
