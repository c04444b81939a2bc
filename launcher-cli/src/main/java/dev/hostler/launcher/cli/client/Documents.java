package dev.hostler.launcher.cli.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Files and answers as trees. JSON is YAML, so files may be either. */
final class Documents {
    private static final JsonMapper JSON = new JsonMapper();

    private Documents() {}

    /** Made when the first YAML comes: most verbs see none, and it takes longer to make than they take. */
    private static final class Yaml {
        static final YAMLMapper MAPPER = YAMLMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
    }

    /** Reads the objects of a file; in YAML, lines of three dashes are between them. */
    static List<ObjectNode> read(Path file) {
        List<ObjectNode> objects = new ArrayList<>();
        try (MappingIterator<JsonNode> documents =
                Yaml.MAPPER.readerFor(JsonNode.class).readValues(Files.readString(file))) {
            while (documents.hasNext()) {
                objects.add(object(file, documents.next()));
            }
        } catch (JsonProcessingException e) {
            String what = e.getOriginalMessage().lines().findFirst().orElse("it is no YAML");
            throw refused(file, "line " + e.getLocation().getLineNr() + ": " + what);
        } catch (NoSuchFileException e) {
            throw refused(file, "there is no such file");
        } catch (IOException e) {
            throw refused(file, e.getClass().getSimpleName() + ": " + e.getMessage());
        }
        if (objects.isEmpty()) {
            throw refused(file, "there is nothing in it");
        }
        return objects;
    }

    private static ObjectNode object(Path file, JsonNode document) {
        if (document instanceof ObjectNode object) {
            return object;
        }
        throw refused(file, "a document in it is no map of fields");
    }

    static AgentException refused(Path file, String cause) {
        return Failure.cannot(
                        ErrorCode.INVALID_INPUT, "read file", file.toString(), cause, "correct it, see docs/cli.md")
                .toException();
    }

    static JsonNode json(String text, String what) {
        if (text.isEmpty()) {
            return JsonNodeFactory.instance.objectNode();
        }
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw Failure.cannot(
                            ErrorCode.RUNTIME_UNAVAILABLE,
                            "read",
                            what,
                            "it is no JSON",
                            "see whether an agent of this version is there")
                    .toException(e);
        }
    }

    /** Returns a missing node for what is no JSON. */
    static JsonNode jsonOrNothing(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException noJson) {
            return MissingNode.getInstance();
        }
    }

    static String pretty(JsonNode tree) {
        return tree.toPrettyString();
    }

    static String yaml(JsonNode tree) {
        try {
            String text = Yaml.MAPPER.writeValueAsString(tree);
            return text.startsWith("---\n") ? text.substring("---\n".length()).stripTrailing() : text.stripTrailing();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }
}
