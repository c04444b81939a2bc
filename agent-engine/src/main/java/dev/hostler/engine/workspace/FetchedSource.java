package dev.hostler.engine.workspace;

import java.util.Optional;

/**
 * What was brought into a workspace. Immutable.
 *
 * @param commit the full id of the commit, if the source has one
 */
public record FetchedSource(Optional<String> commit) {}
