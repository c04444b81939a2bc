package dev.hostler.api.job;

import dev.hostler.api.meta.Experimental;
import java.util.Optional;

/**
 * A file that a job handed over. Immutable.
 *
 * @param path the file, relative to the workspace, with {@code /} between its parts
 * @param size its size in bytes
 * @param sha256 the SHA-256 of its content, 64 hexadecimal digits; empty until it is stored, and in results of agents that
 *     did not note it
 */
@Experimental
public record Artifact(String path, long size, Optional<String> sha256) {
    /** A file of which only its size is known. */
    public Artifact(String path, long size) {
        this(path, size, Optional.empty());
    }
}
