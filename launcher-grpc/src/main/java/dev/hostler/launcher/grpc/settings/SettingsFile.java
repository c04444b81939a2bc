package dev.hostler.launcher.grpc.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A file of settings: YAML, one flat map. */
final class SettingsFile {
    private static final String VARIABLE = "PERSYS_CONFIG_FILE";
    private static final String NAME = "agent_config.yaml";

    private SettingsFile() {}

    /** Returns the settings of the file that the variable names, else of the first that is in one of the usual places. */
    static Map<String, String> find(Map<String, String> environment, List<Path> places) {
        return Optional.ofNullable(environment.get(VARIABLE))
                .filter(name -> !name.isBlank())
                .map(Path::of)
                .or(() -> places.stream()
                        .map(place -> place.resolve(NAME))
                        .filter(Files::isRegularFile)
                        .findFirst())
                .map(SettingsFile::read)
                .orElse(Map.of());
    }

    private static Map<String, String> read(Path file) {
        try {
            JsonNode root = new YAMLMapper().readTree(Files.readString(file));
            if (root == null || root.isMissingNode() || root.isNull()) {
                return Map.of();
            }
            if (!root.isObject()) {
                throw refused(file, "it is no map of names and values");
            }
            Map<String, String> values = new LinkedHashMap<>();
            root.properties().forEach(field -> values.put(field.getKey(), scalar(file, field)));
            return values;
        } catch (IOException e) {
            throw refused(
                    file,
                    e.getClass().getSimpleName() + ": "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    private static String scalar(Path file, Map.Entry<String, JsonNode> field) {
        if (!field.getValue().isValueNode()) {
            throw refused(file, "field " + field.getKey() + " has more than one value");
        }
        return field.getValue().isNull() ? "" : field.getValue().asText();
    }

    private static AgentException refused(Path file, String cause) {
        return Failure.cannot(
                        ErrorCode.INVALID_INPUT, "read configuration file", file.toString(), cause, "correct the file")
                .toException();
    }
}
