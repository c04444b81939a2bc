package dev.hostler.api.spi;

import dev.hostler.api.meta.Experimental;

/**
 * Where the directories are, seen from inside a sandbox, shared or copied; absolute paths. Immutable.
 *
 * @param workspace the sources
 * @param home the home directory
 * @param input scripts and FIFOs
 * @param output what the supervisor writes
 */
@Experimental
public record SandboxLayout(String workspace, String home, String input, String output) {}
