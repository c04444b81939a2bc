package dev.hostler.api.spi;

import dev.hostler.api.job.Artifact;
import dev.hostler.api.job.JobKey;
import dev.hostler.api.meta.Experimental;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

/** Takes the files that jobs hand over. Thread-safe. */
@Experimental
public interface ArtifactStore {
    /** Returns the store's id; also the name of its settings. */
    String id();

    /** Takes the settings that the agent's configuration has for this id. Called once, before anything else. */
    default void configure(Map<String, String> settings) {}

    /**
     * Stores one file. The same job and path again replaces it, so that a repeated call is harmless. Either the whole
     * file is there afterwards or nothing new.
     *
     * @param job whose file
     * @param artifact path and size; the path is relative and does not lead upwards
     * @param content the file's bytes; closed by the caller
     * @throws IOException if it can't be stored
     */
    void put(JobKey job, Artifact artifact, InputStream content) throws IOException;

    /**
     * Opens a file that was stored.
     *
     * @param artifact path and size as they were stored
     * @return the file's bytes, closed by the caller; empty if it is not there any more, or if this store can't be read
     * @throws IOException if it can't be opened
     */
    default Optional<InputStream> open(JobKey job, Artifact artifact) throws IOException {
        return Optional.empty();
    }
}
