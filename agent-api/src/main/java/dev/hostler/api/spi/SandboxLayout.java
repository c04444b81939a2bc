package dev.hostler.api.spi;

import dev.hostler.api.meta.Experimental;

/**
 * Where the shared directories are, seen from inside a sandbox; absolute paths. Immutable.
 *
 * @param workspace the sources
 * @param home the home directory
 * @param input scripts and FIFOs
 * @param output what the supervisor writes
 */
@Experimental
public record SandboxLayout(String workspace, String home, String input, String output) {}
