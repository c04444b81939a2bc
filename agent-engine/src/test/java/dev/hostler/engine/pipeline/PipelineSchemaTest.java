package dev.hostler.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.job.Pipeline;
import dev.hostler.api.job.PipelineSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** The schema and the reader agree: on a file with everything, and on all that changes in it can make of it. */
class PipelineSchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(PipelineSchema.text());

    /** What a schema can't say; docs/pipeline.md lists it. */
    private static final Pattern BEYOND = Pattern.compile("not shorter than the timeout|also a variable of env"
            + "|a brace has no counterpart|more than 100 alternatives|leads out of the workspace|it leads upwards"
            + "|expected a directory below the workspace");

    private static final String EVERYTHING = """
            {"name": "n", "image": "i", "env": {"A": "1"}, "secrets": ["S"], "timeout": "2h", "soft_timeout": "1h",
             "limits": {"cpus": 2, "memory": "1GiB", "processes": 9, "workspace": "1GiB"}, "network": true,
             "services": {"db": {"image": "i", "env": {"B": "2"}, "command": ["c"],
                                 "ready": {"port": 80, "timeout": "1m"}}},
             "artifacts": ["a"], "cache": {"paths": ["p"]},
             "steps": [{"name": "s", "run": "r", "env": {"C": "3"}, "workdir": "w", "shell": "sh", "timeout": "1m",
                        "continue_on_error": true, "if": "always"},
                       {"exec": ["x", "y"]}]}""";

    private static final List<String> FIELDS = List.of(
            "/name",
            "/image",
            "/env",
            "/env/A",
            "/env/1A",
            "/env/-",
            "/secrets",
            "/secrets/0",
            "/timeout",
            "/soft_timeout",
            "/limits",
            "/limits/cpus",
            "/limits/memory",
            "/limits/processes",
            "/limits/workspace",
            "/limits/other",
            "/network",
            "/services",
            "/services/db",
            "/services/Db",
            "/services/db/image",
            "/services/db/env",
            "/services/db/env/B",
            "/services/db/command",
            "/services/db/command/0",
            "/services/db/ready",
            "/services/db/ready/port",
            "/services/db/ready/exec",
            "/services/db/ready/timeout",
            "/services/db/other",
            "/artifacts",
            "/artifacts/0",
            "/cache",
            "/cache/paths",
            "/cache/paths/0",
            "/cache/other",
            "/steps",
            "/steps/0",
            "/steps/0/name",
            "/steps/0/run",
            "/steps/0/command",
            "/steps/0/exec",
            "/steps/0/env",
            "/steps/0/workdir",
            "/steps/0/shell",
            "/steps/0/timeout",
            "/steps/0/continue_on_error",
            "/steps/0/if",
            "/steps/0/other",
            "/steps/1/exec",
            "/steps/1/exec/0",
            "/steps/1/exec/1",
            "/steps/1/shell",
            "/other");

    /** In JSON, which is YAML; a missing value takes the field out. */
    private static final List<String> VALUES = Stream.concat(
                    Stream.of("", "null", "true", "false", "0", "1", "0.5", "0.001", "-1", "65535", "65536"),
                    Stream.of(
                            "1000000",
                            "9999999999",
                            "[]",
                            "{}",
                            "[\"a\"]",
                            "[\"\"]",
                            "[\"a\", \"\"]",
                            "[\"a\", \"a\"]",
                            "[1, true]",
                            "[null]",
                            "[[]]",
                            "[{}]",
                            "[{\"run\": \"a\"}]",
                            "[{\"exec\": []}]",
                            "[{\"name\": \"a\"}]",
                            "{\"run\": \"a\"}",
                            "{\"run\": \"a\", \"command\": \"a\"}",
                            "{\"exec\": [\"a\"], \"shell\": \"sh\"}",
                            "{\"image\": \"a\"}",
                            "{\"port\": 1}",
                            "{\"port\": 1, \"exec\": []}",
                            "{\"port\": 1, \"exec\": [\"a\"]}",
                            "{\"exec\": [\"a\"]}",
                            "{\"exec\": []}",
                            "{\"paths\": [\"a\"]}",
                            "{\"A\": \"1\"}",
                            "{\"A\": null}",
                            "{\"A-B\": \"1\"}",
                            "{\"cpus\": \"0.5\"}"))
            .toList();

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "a",
            "a b",
            "a\nb",
            "\n",
            "a\tb",
            "a\0b",
            "\0",
            "true",
            "false",
            "yes",
            "True",
            "success",
            "never",
            "1",
            "0",
            "00",
            "0.5",
            "0.0",
            "0.009",
            "0.01",
            "007",
            "1.",
            ".5",
            "1e2",
            "1000000",
            "65535",
            "65536",
            "000065535",
            "0000065535",
            "90",
            "90s",
            "0s",
            "0h0m",
            "1h30m",
            "30m1h",
            "1d2h3m4s",
            "1 h",
            "1H",
            "1234567s",
            "000001s",
            "6MiB",
            "5MiB",
            "6143KiB",
            "6144KiB",
            "10000KiB",
            "0GiB",
            "1GiB",
            "1TiB",
            "1GB",
            "1234567MiB",
            "006MiB",
            "1gib",
            "/a",
            "a/",
            "./a",
            ".",
            "./",
            "..",
            "../a",
            "./../a",
            "a/..",
            "a/../..",
            "a/../b",
            "..a",
            "~",
            "~/",
            "~/a",
            "~/..",
            "~//a",
            "~/~",
            "~a",
            "./~",
            "a/~",
            "**/*.jar",
            "{a,b}",
            "{a",
            "a}",
            "{..,a}/b",
            "A_1",
            "1A",
            "a-b",
            "A b",
            "ä",
            "Ä€");

    private static Optional<String> refusalOf(JsonNode document) {
        try {
            new PipelineReaders().read(new Pipeline.Document("p.yaml", document.toString()), warning -> {});
            return Optional.empty();
        } catch (AgentException e) {
            return Optional.of(e.failure().message());
        }
    }

    /** Returns whether both take it. */
    private static boolean requireAgreement(JsonNode document) {
        Optional<String> refusal = refusalOf(document);
        List<com.networknt.schema.Error> errors = SCHEMA.validate(document);
        if (refusal.isEmpty()) {
            assertThat(errors).as("the reader takes " + document).isEmpty();
        } else if (!BEYOND.matcher(refusal.get()).find()) {
            assertThat(errors).as(refusal.get() + " in " + document).isNotEmpty();
        }
        return refusal.isEmpty();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static List<Optional<JsonNode>> values() {
        List<Optional<JsonNode>> values = new ArrayList<>();
        VALUES.forEach(value -> values.add(value.isEmpty() ? Optional.empty() : Optional.of(json(value))));
        TEXTS.forEach(text -> values.add(Optional.of(JSON.getNodeFactory().textNode(text))));
        return values;
    }

    /** Changes what is there; what an earlier change has taken away stays away. */
    private static void change(JsonNode document, String field, Optional<JsonNode> value) {
        int slash = field.lastIndexOf('/');
        String name = field.substring(slash + 1);
        JsonNode parent = document.at(field.substring(0, slash));
        if (parent instanceof ObjectNode map) {
            value.ifPresentOrElse(one -> map.set(name, one), () -> map.remove(name));
        } else if (parent instanceof ArrayNode list && name.matches("\\d") && Integer.parseInt(name) < list.size()) {
            int index = Integer.parseInt(name);
            value.ifPresentOrElse(one -> list.set(index, one), () -> list.remove(index));
        }
    }

    private static JsonNode changed(List<Change> changes) {
        JsonNode document = json(EVERYTHING);
        changes.forEach(change -> change(document, change.field(), change.value()));
        return document;
    }

    private record Change(String field, Optional<JsonNode> value) {}

    @Test
    void bothTakeAFileWithEverything() {
        assertThat(refusalOf(json(EVERYTHING))).isEmpty();
        assertThat(SCHEMA.validate(json(EVERYTHING))).isEmpty();
    }

    @Test
    void theyAgreeOnEveryValueOfEveryField() {
        int taken = 0;
        int refused = 0;
        for (String field : FIELDS) {
            for (Optional<JsonNode> value : values()) {
                if (requireAgreement(changed(List.of(new Change(field, value))))) {
                    taken++;
                } else {
                    refused++;
                }
            }
        }
        assertThat(taken).as("taken").isGreaterThan(1000);
        assertThat(refused).as("refused").isGreaterThan(2000);
    }

    @Property(edgeCases = EdgeCasesMode.NONE, tries = 500)
    void theyAgreeOnSeveralChanges(@ForAll("changes") List<Change> changes) {
        requireAgreement(changed(changes));
    }

    @Provide
    Arbitrary<List<Change>> changes() {
        Arbitrary<Optional<JsonNode>> values = Arbitraries.of(values());
        return Arbitraries.of(FIELDS)
                .flatMap(field -> values.map(value -> new Change(field, value)))
                .list()
                .ofMinSize(2)
                .ofMaxSize(4);
    }

    @Test
    void theyAgreeOnHowMuchThereMayBe() {
        ObjectNode document = (ObjectNode) json("{\"steps\": []}");
        ArrayNode steps = (ArrayNode) document.get("steps");
        for (int i = 0; i < 1000; i++) {
            steps.addObject().put("run", "a");
        }
        assertThat(requireAgreement(document)).isTrue();
        steps.addObject().put("run", "a");
        assertThat(requireAgreement(document)).isFalse();
    }

    @Test
    void theSchemaRefusesWhatEditorsShouldShow() {
        assertThat(SCHEMA.validate(json("{\"step\": []}"))).isNotEmpty();
        assertThat(SCHEMA.validate(json("{\"steps\": [{\"run\": \"a\", \"timeout\": \"soon\"}]}")))
                .isNotEmpty();
    }
}
