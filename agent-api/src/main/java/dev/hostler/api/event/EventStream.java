package dev.hostler.api.event;

import dev.hostler.api.meta.Experimental;
import dev.hostler.api.stream.ItemStream;

/**
 * A reader of the agent's events; over once the agent is closed. A slow reader harms only itself: what it did not read in
 * time is answered by {@link AgentEvent.EventsMissed}.
 */
@Experimental
public interface EventStream extends ItemStream<AgentEvent> {}
