package dev.hostler.engine.state;

import dev.hostler.engine.state.seal.StateKey;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where the key of a data directory comes from: {@code HOSTLER_STATE_KEY}, else the file that
 * {@code HOSTLER_STATE_KEY_FILE} names, else the directory's own file, the only one that the agent makes. Immutable.
 */
public final class KeySource {
    static final String VARIABLE = "HOSTLER_STATE_KEY";
    static final String FILE_VARIABLE = "HOSTLER_STATE_KEY_FILE";

    private final Optional<String> text;
    private final Optional<String> file;
    private final Path ownFile;

    private KeySource(Optional<String> text, Optional<String> file, Path ownFile) {
        this.text = text;
        this.file = file;
        this.ownFile = ownFile;
    }

    /**
     * Names the source; looks at no file yet.
     *
     * @param environment the agent's environment; a variable that is set but empty is a mistake, and counts as set
     * @param ownFile the key file in the data directory
     */
    public static KeySource of(Map<String, String> environment, Path ownFile) {
        return new KeySource(
                Optional.ofNullable(environment.get(VARIABLE)),
                Optional.ofNullable(environment.get(FILE_VARIABLE)),
                ownFile);
    }

    /** Returns the key; nothing if only the directory's own file can have it, and that is missing. */
    Optional<StateKey> find() {
        if (text.isPresent()) {
            return Optional.of(StateKey.parse(VARIABLE, text.get()));
        }
        if (file.isPresent()) {
            Path named = Path.of(file.get());
            return Optional.of(new KeyFile(named).read().orElseThrow(() -> KeyFailures.missing(named, FILE_VARIABLE)));
        }
        return new KeyFile(ownFile).read();
    }

    /** Makes the directory's own key, where {@link #find} found none. */
    StateKey create() {
        return new KeyFile(ownFile).create();
    }

    /** Returns where a key is made and kept if no variable names one. */
    Path ownFile() {
        return ownFile;
    }
}
