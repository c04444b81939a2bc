package dev.hostler.api.job;

import dev.hostler.api.meta.Experimental;

/**
 * A file that a job handed over. Immutable.
 *
 * @param path the file, relative to the workspace, with {@code /} between its parts
 * @param size its size in bytes
 */
@Experimental
public record Artifact(String path, long size) {}
