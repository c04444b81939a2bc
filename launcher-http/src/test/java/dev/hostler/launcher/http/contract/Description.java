package dev.hostler.launcher.http.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** The description that the agent serves. Immutable. */
public final class Description {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> METHODS = List.of("get", "put", "post", "delete");

    private final JsonNode document;

    private Description(JsonNode document) {
        this.document = document;
    }

    public static Description read() {
        try (InputStream file = Objects.requireNonNull(
                Description.class.getResourceAsStream("/dev/hostler/launcher/http/v1/openapi.json"))) {
            return new Description(JSON.readTree(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns all operations as {@code METHOD /path}. */
    public Set<String> operations() {
        Set<String> operations = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path -> METHODS.stream()
                        .filter(path.getValue()::has)
                        .forEach(method -> operations.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        return operations;
    }

    /** Returns the operations that take no key. */
    public Set<String> openOperations() {
        Set<String> open = new TreeSet<>(operations());
        open.removeIf(operation -> {
            String[] parts = operation.split(" ");
            JsonNode security = operation(parts[0], parts[1]).path("security");
            return !security.isArray() || !security.isEmpty();
        });
        return open;
    }

    /** Returns a copy of the example of a wish for a kind of workload. */
    public JsonNode wish(String kind) {
        for (JsonNode example : schema("Wish").path("examples")) {
            if (example.path("kind").asText().equals(kind)) {
                return example.deepCopy();
            }
        }
        throw new AssertionError("there is no example of the kind " + kind);
    }

    public JsonNode schema(String name) {
        JsonNode schema = document.path("components").path("schemas").path(name);
        assertThat(schema.isObject()).as("schema " + name).isTrue();
        return schema;
    }

    /** Fails unless a value is as a schema says. */
    public void check(String schema, JsonNode value) {
        assertThat(SchemaCheck.faults(document, schema(schema), value))
                .as(schema + ": " + value)
                .isEmpty();
    }

    /**
     * Fails unless an answer is one that the description has for its operation.
     *
     * @param type its media type; empty if it has none
     */
    public void check(String method, String path, int status, String type, byte[] body) throws IOException {
        JsonNode responses = operation(method, template(path)).path("responses");
        JsonNode response = responses.has(String.valueOf(status))
                ? responses.get(String.valueOf(status))
                : responses.path("default");
        String what = method + " " + path + ": " + status + " " + type;
        assertThat(response.isObject()).as(what + " is described").isTrue();
        JsonNode content = SchemaCheck.resolve(document, response).path("content");
        if (content.isMissingNode()) {
            assertThat(body).as(what).isEmpty();
            return;
        }
        String plainType = type.replaceFirst(";.*", "");
        assertThat(content.has(plainType)).as(what + " is of a described type").isTrue();
        if (plainType.endsWith("json")) {
            JsonNode value = JSON.readTree(body);
            assertThat(SchemaCheck.faults(document, content.path(plainType).path("schema"), value))
                    .as(what + ": " + value)
                    .isEmpty();
        }
    }

    private JsonNode operation(String method, String template) {
        return document.path("paths").path(template).path(method.toLowerCase(Locale.ROOT));
    }

    private String template(String path) {
        List<String> wanted = Arrays.asList(path.replaceFirst("\\?.*", "").split("/", -1));
        for (var known : document.path("paths").properties()) {
            if (fits(Arrays.asList(known.getKey().split("/", -1)), wanted)) {
                return known.getKey();
            }
        }
        throw new AssertionError("no path is described for " + path);
    }

    private static boolean fits(List<String> template, List<String> path) {
        boolean open = template.get(template.size() - 1).equals("{path}") && path.size() > template.size();
        boolean fits = open || template.size() == path.size();
        for (int i = 0; fits && i < template.size(); i++) {
            fits = template.get(i).startsWith("{") || template.get(i).equals(path.get(i));
        }
        return fits;
    }
}
