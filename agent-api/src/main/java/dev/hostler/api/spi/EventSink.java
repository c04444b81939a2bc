package dev.hostler.api.spi;

import dev.hostler.api.event.AgentEvent;
import dev.hostler.api.meta.Experimental;

/**
 * Is told every event, in order, on a thread of its own. A sink that is slow or throws harms only itself: what it does
 * not take in time is replaced by {@link AgentEvent.EventsMissed}.
 */
@Experimental
@FunctionalInterface
public interface EventSink {
    /** Takes an event. */
    void accept(AgentEvent event);
}
