package dev.hostler.engine.runtime.compose;

import dev.hostler.engine.docker.EngineSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an operator can set. Immutable.
 *
 * @param engine where the engine is, and how it comes by images
 * @param program the words that start Compose; empty: found by itself
 * @param directory where files for Compose are, for as long as it runs
 */
record ComposeSettings(EngineSettings engine, Optional<List<String>> program, Path directory) {
    /** The id of the runtime, which names its settings. */
    static final String PROVIDER = "compose";

    static ComposeSettings read(Map<String, String> settings, Path directory) {
        Optional<List<String>> program = Optional.ofNullable(settings.get("compose-binary"))
                .map(String::strip)
                .filter(words -> !words.isEmpty())
                .map(words -> List.of(words.split("\\s+")));
        return new ComposeSettings(EngineSettings.read(PROVIDER, settings), program, directory.toAbsolutePath());
    }
}
