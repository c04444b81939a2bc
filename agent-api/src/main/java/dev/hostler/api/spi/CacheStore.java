package dev.hostler.api.spi;

import dev.hostler.api.meta.Experimental;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Keeps directories between jobs. A cache is a help, never a need: a miss or failure fails no job. Thread-safe. */
@Experimental
public interface CacheStore {
    /** Returns the store's id; also the name of its settings. */
    String id();

    /** Takes the settings that the agent's configuration has for this id. Called once, before anything else. */
    default void configure(Map<String, String> settings) {}

    /**
     * Copies what is kept under a key into a directory.
     *
     * @param key names the cache; printable ASCII
     * @param target a directory that exists and is empty
     * @return whether there was something
     * @throws IOException if it can't be read; the target may then hold a part
     */
    boolean restore(String key, Path target) throws IOException;

    /**
     * Keeps a directory's content under a key, in place of what was there. Readers see the old or the new, never a mix.
     *
     * @param key names the cache
     * @param source the directory; its links are kept as links and never followed
     * @throws IOException if it can't be kept; what was there stays
     */
    void save(String key, Path source) throws IOException;
}
