package dev.hostler.engine.runtime.runner;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * How far a runner has come, for everybody who looks at it. Immutable.
 *
 * @param stage its stage
 * @param details what else is known
 */
record Facts(Stage stage, Map<String, String> details) {
    private static final String STAGE = "stage";

    Facts {
        details = Map.copyOf(details);
    }

    void write(Path file) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>(details);
        fields.put(STAGE, stage.name());
        SmallFile.write(file, SmallFile.fields(fields));
    }

    static Optional<Facts> read(Path file) throws IOException {
        Optional<Properties> fields = SmallFile.readFields(file);
        try {
            return fields.map(Facts::of);
        } catch (IllegalArgumentException e) {
            throw new IOException("it is damaged: " + file, e);
        }
    }

    private static Facts of(Properties fields) {
        Map<String, String> details = new LinkedHashMap<>();
        fields.stringPropertyNames().forEach(name -> details.put(name, fields.getProperty(name, "")));
        Stage stage = Stage.valueOf(String.valueOf(details.remove(STAGE)));
        return new Facts(stage, details);
    }
}
