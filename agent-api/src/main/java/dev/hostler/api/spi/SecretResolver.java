package dev.hostler.api.spi;

import dev.hostler.api.meta.Experimental;
import java.util.Map;
import java.util.Optional;

/** Finds the values of secrets. Resolvers are asked in their order until one has the name. Thread-safe. */
@Experimental
public interface SecretResolver {
    /** Returns the resolver's id; also the name of its settings. */
    String id();

    /** Takes the settings that the agent's configuration has for this id. Called once, before anything else. */
    default void configure(Map<String, String> settings) {}

    /**
     * Returns a secret's value.
     *
     * @param name the secret's name
     * @return the value, or empty if this resolver does not know the name
     * @throws dev.hostler.api.error.AgentException if it can't tell; the message holds no part of the value
     */
    Optional<String> resolve(String name);
}
