package dev.hostler.launcher.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.hostler.api.error.AgentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The agent's configuration file, as it is written. Immutable.
 *
 * @param name how to call it in messages
 * @param fields what it says
 */
record ConfigFile(String name, ObjectNode fields) {
    private static final Path USUAL = Path.of("/etc/hostler/agent.yaml");
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** Reads the file that is named, or the usual one if it is there; without any, nothing is configured. */
    static ConfigFile find(Optional<String> named, Invocation invocation) {
        Optional<Path> file =
                named.map(invocation::resolve).or(() -> Optional.of(USUAL).filter(Files::exists));
        return file.map(ConfigFile::read).orElseGet(() -> new ConfigFile("no file", YAML.createObjectNode()));
    }

    private static ConfigFile read(Path file) {
        try {
            JsonNode tree = YAML.readTree(Files.readString(file));
            if (tree.isMissingNode() || tree.isNull()) {
                return new ConfigFile(file.toString(), YAML.createObjectNode());
            }
            if (!(tree instanceof ObjectNode fields)) {
                throw refused(file.toString(), "it is no map of settings");
            }
            return new ConfigFile(file.toString(), fields);
        } catch (JsonProcessingException e) {
            throw refused(
                    file.toString(),
                    "line " + e.getLocation().getLineNr() + ": "
                            + e.getOriginalMessage().lines().findFirst().orElse("it is no YAML"));
        } catch (NoSuchFileException e) {
            throw Failures.badInput(
                    "read configuration", file.toString(), "there is no such file", "name another with --config");
        } catch (IOException e) {
            throw Failures.badInput(
                    "read configuration",
                    file.toString(),
                    e.getClass().getSimpleName() + ": " + e.getMessage(),
                    "see whether it may be read, and is UTF-8");
        }
    }

    static AgentException refused(String file, String cause) {
        return Failures.badInput("read configuration", file, cause, "correct it, and see docs/agent.md");
    }
}
