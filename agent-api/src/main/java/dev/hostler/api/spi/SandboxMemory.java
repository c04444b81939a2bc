package dev.hostler.api.spi;

import dev.hostler.api.meta.Experimental;
import java.util.OptionalLong;

/**
 * How a sandbox stands with its memory limit. Immutable.
 *
 * @param limitBytes the limit that holds, whoever has set it; empty if there is none, or that can't be known
 * @param kills how many processes inside the host has killed since the sandbox was opened, because the limit was reached;
 *     0 if that can't be known
 */
@Experimental
public record SandboxMemory(OptionalLong limitBytes, long kills) {
    /** Nothing is known. */
    public static final SandboxMemory UNKNOWN = new SandboxMemory(OptionalLong.empty(), 0);
}
