package dev.hostler.launcher.http.v1.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hostler.api.job.DirectorySource;
import dev.hostler.api.job.GitSource;
import dev.hostler.api.job.Isolation;
import dev.hostler.api.job.JobLimits;
import dev.hostler.api.job.JobPriority;
import dev.hostler.api.job.JobSpec;
import dev.hostler.api.job.Pipeline;
import dev.hostler.launcher.http.contract.Description;
import dev.hostler.launcher.http.server.Call;
import dev.hostler.launcher.http.v1.wire.FieldRefusal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobCodecTest {
    private final Description description = Description.read();

    private static JobSpec read(String body) {
        return read(body, Map.of());
    }

    private static JobSpec read(String body, Map<String, String> headers) {
        return JobCodec.read(new Call(Map.of(), "", headers, body.getBytes(StandardCharsets.UTF_8), true));
    }

    @Test
    void aDirectoryOfTheHostIsForCallersOfTheSocket() {
        String body = "{\"source\":{\"directory\":\"/home/me\"}}";
        assertThat(read(body).source()).contains(new DirectorySource(Path.of("/home/me")));

        assertThatThrownBy(() -> JobCodec.read(new Call(Map.of(), "", Map.of(), body.getBytes(StandardCharsets.UTF_8))))
                .isInstanceOfSatisfying(
                        FieldRefusal.class,
                        refusal -> assertThat(refusal.field()).isEqualTo("source"))
                .hasMessageContaining("callers of the agent's socket");
    }

    private JsonNode example(int which) {
        return description.schema("JobSpec").path("examples").get(which).deepCopy();
    }

    @Test
    void theDescribedExampleIsReadWithAllItsFields() {
        JobSpec expected = JobSpec.builder("build-17")
                .source(GitSource.builder("https://example.org/app.git")
                        .ref("main")
                        .submodules(false)
                        .tokenSecret("GIT_TOKEN")
                        .build())
                .pipeline(new Pipeline.Document(
                        "steps",
                        "{\"secrets\":[\"DEPLOY_TOKEN\"],\"steps\":[{\"name\":\"build\",\"run\":\"make\"},"
                                + "{\"name\":\"clean up\",\"run\":\"make clean\",\"if\":\"always\"}]}"))
                .isolation(Isolation.DOCKER)
                .image("docker.io/library/gcc:14")
                .env("LANG", "C")
                .secret("DEPLOY_TOKEN")
                .timeout(Duration.ofMinutes(45))
                .softTimeout(Duration.ofMinutes(30))
                .limits(JobLimits.builder()
                        .cpus(2)
                        .memoryBytes(4L << 30)
                        .processes(2000)
                        .workspaceBytes(10L << 30)
                        .build())
                .priority(JobPriority.HIGH)
                .labels(Set.of("gpu"))
                .rerunWhenLost()
                .errorsApart()
                .freshSandbox()
                .build();

        assertThat(read(example(0).toString())).isEqualTo(expected);
    }

    @Test
    void theExamplesTogetherHaveEveryDescribedField() {
        Set<String> named = new TreeSet<>();
        Set<String> sources = new TreeSet<>();
        for (int i = 0; i < description.schema("JobSpec").path("examples").size(); i++) {
            description.check("JobSpec", example(i));
            read(example(i).toString());
            named.addAll(names(example(i)));
            sources.addAll(names(example(i).path("source")));
        }
        JsonNode fields = description.schema("JobSpec").path("properties");
        assertThat(named).isEqualTo(names(fields));
        assertThat(sources).isEqualTo(names(fields.at("/source/properties")));
        assertThat(names(example(0).path("limits"))).isEqualTo(names(fields.at("/limits/properties")));
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void aPipelineComesAsTextAsJsonOrFromTheSource() {
        assertThat(read("{\"pipeline\":{\"steps\":[{\"run\":\"true\"}]}}").pipeline())
                .isEqualTo(new Pipeline.Document("pipeline", "{\"steps\":[{\"run\":\"true\"}]}"));
        assertThat(read("{\"pipeline\":\"language: go\\n\",\"pipelineFile\":\".raibid.yaml\"}")
                        .pipeline())
                .isEqualTo(new Pipeline.Document(".raibid.yaml", "language: go\n"));
        assertThat(read("{\"source\":{\"url\":\"/r\"}}").pipeline())
                .isEqualTo(new Pipeline.FromRepository(Optional.empty()));
        assertThat(read("{\"source\":{\"url\":\"/r\"},\"pipelineFile\":\"ci.yaml\"}")
                        .pipeline())
                .isEqualTo(new Pipeline.FromRepository(Optional.of("ci.yaml")));
    }

    @Test
    void theIdIsTheBodysOrTheKeysOrANewOne() {
        String body = "{\"steps\":[]}";
        assertThat(read("{\"id\":\"a\",\"steps\":[]}").id().value()).isEqualTo("a");
        assertThat(read(body, Map.of("idempotency-key", "b")).id().value()).isEqualTo("b");
        assertThat(read(body, Map.of("idempotency-key", "\"b\"")).id().value()).isEqualTo("b");
        assertThat(read("{\"id\":\"a\",\"steps\":[]}", Map.of("idempotency-key", "a"))
                        .id()
                        .value())
                .isEqualTo("a");
        assertThat(read(body).id()).isNotEqualTo(read(body).id());
    }

    @ParameterizedTest
    @CsvSource({"other,Idempotency-Key", "gryt-1,Idempotency-Key"})
    void aKeyThatDoesNotFitIsNamed(String key, String expected) {
        String id = key.equals("other") ? "\"id\":\"a\"," : "";
        assertThatThrownBy(() -> read("{" + id + "\"steps\":[]}", Map.of("idempotency-key", key)))
                .isInstanceOfSatisfying(
                        FieldRefusal.class,
                        refusal -> assertThat(refusal.field()).isEqualTo(expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`\"id\":1`|id",
                "`\"id\":\"a/b\"`|id",
                "`\"source\":{\"directory\":\"here\"}`|source.directory",
                "`\"source\":{\"directory\":\"/a\\u0000\"}`|source",
                "`\"source\":{\"directory\":\"/a\",\"url\":\"/b\"}`|source.url",
                "`\"id\":\"gryt-7\"`|id",
                "`\"source\":\"url\"`|source",
                "`\"source\":{}`|source.url",
                "`\"source\":{\"url\":\"https://me:secret@example.org/a\"}`|source",
                "`\"source\":{\"url\":\"/a\",\"ref\":\"-x\"}`|source",
                "`\"source\":{\"url\":\"/a\",\"submodules\":1}`|source.submodules",
                "`\"pipeline\":\"\"`|steps",
                "`\"pipelineFile\":\"a\"`|steps",
                "`\"isolation\":\"a b\"`|isolation",
                "`\"isolation\":true`|isolation",
                "`\"image\":1`|image",
                "`\"env\":{\"A\":null}`|env.A",
                "`\"secrets\":\"A\"`|secrets",
                "`\"timeout\":60`|timeout",
                "`\"timeout\":\"60\"`|timeout",
                "`\"softTimeout\":\"1x\"`|softTimeout",
                "`\"limits\":{\"cpus\":\"1\"}`|limits.cpus",
                "`\"limits\":{\"memory\":\"4g\"}`|limits.memory",
                "`\"limits\":{\"memory\":4096}`|limits.memory",
                "`\"limits\":{\"memory\":\"1KiB\"}`|limits",
                "`\"limits\":{\"processes\":1.5}`|limits.processes",
                "`\"limits\":{\"workspace\":\"\"}`|limits.workspace",
                "`\"network\":\"no\"`|network",
                "`\"priority\":\"URGENT\"`|priority",
                "`\"labels\":[1]`|labels[0]",
                "`\"rerunWhenLost\":1`|rerunWhenLost",
                "`\"errorsApart\":\"\"`|errorsApart",
                "`\"freshSandbox\":2`|freshSandbox",
            })
    void aFieldThatIsWrongIsNamed(String field, String expected) {
        assertThatThrownBy(() -> read("{\"steps\":[]," + field + "}"))
                .isInstanceOfSatisfying(
                        FieldRefusal.class,
                        refusal -> assertThat(refusal.field()).isEqualTo(expected));
    }

    @Test
    void aJobWithoutStepsAndWithoutASourceIsRefused() {
        assertThatThrownBy(() -> read("{}")).hasMessageContaining("give a source, or the steps themselves");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/source", "/limits"})
    void aFieldThatIsNotKnownIsRefusedByItsName(String place) {
        JsonNode body = example(0);
        ((ObjectNode) body.at(place)).put("wrongName", 1);

        assertThatThrownBy(() -> read(body.toString()))
                .isInstanceOfSatisfying(
                        FieldRefusal.class,
                        refusal -> assertThat(refusal.field())
                                .isEqualTo((place.replace('/', '.') + ".wrongName").substring(1)));
    }

    @Test
    void aSecretInARefusedUrlIsNotRepeated() {
        assertThatThrownBy(() -> read("{\"source\":{\"url\":\"https://me:s3cr3t@example.org/a\"},\"steps\":[]}"))
                .hasMessageNotContaining("s3cr3t");
    }
}
