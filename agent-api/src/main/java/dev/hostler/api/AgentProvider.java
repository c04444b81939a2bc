package dev.hostler.api;

import dev.hostler.api.meta.Internal;

/** How the API finds the engine. Found by {@link java.util.ServiceLoader}; applications call {@link Agent#start}. */
@Internal
public interface AgentProvider {
    /** Starts an agent; see {@link Agent#start}. */
    Agent start(AgentConfig config);
}
