package dev.hostler.api.door;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.meta.Experimental;
import java.util.Map;

/**
 * A way into the agent: a server, or a poller of someone else's. A door decodes, calls the agent and encodes; it decides
 * nothing. It submits, lists and cancels under its own {@link #owner()} only.
 */
@Experimental
public interface Door extends AutoCloseable {
    /** Returns the door's id, unique among all doors; also the name of its settings. */
    String id();

    /** Returns the owner of everything that comes in by this door. */
    default Owner owner() {
        return new Owner(id());
    }

    /** Adds to the agent's configuration what the door needs of it, such as a receiver of numbers. Called before the start. */
    default void prepare(AgentConfig.Builder agent) {}

    /**
     * Opens the door. Returns when it can be used.
     *
     * @param agent what it leads to
     * @param settings the settings that the configuration has for this door; {@code state_directory} is always among them: a
     *     directory for what the door itself has to know after a restart, which need not exist yet
     * @throws dev.hostler.api.error.AgentException if it can't be opened; nothing is left behind
     */
    void open(Agent agent, Map<String, String> settings);

    /** Takes no new request, ends those that run in an orderly way, and gives the port back. Idempotent. */
    @Override
    void close();
}
