package dev.hostler.api.node;

import dev.hostler.api.meta.Experimental;

/**
 * One ability of a runtime or executor, for example {@code docker.compose.v2}. Immutable.
 *
 * @param name the ability's name; dots separate its parts
 */
@Experimental
public record Capability(String name) {}
