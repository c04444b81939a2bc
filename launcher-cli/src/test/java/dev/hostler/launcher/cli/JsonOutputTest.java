package dev.hostler.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hostler.api.job.Artifact;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonOutputTest {
    @TempDir
    private Path home;

    private Terminal terminal;

    @BeforeEach
    void sitDown() {
        terminal = new Terminal(home);
    }

    @Test
    void tellsAProgramWhatBecameOfEachStep() throws JsonProcessingException {
        terminal.job(FakeAgent.ending(Results.failedStep(), "hello"));

        assertThat(terminal.run("run", "hello.yaml", "--output", "json")).isEqualTo(1);
        assertThat(json()).isEqualTo(new ObjectMapper().readTree("""
                {"conclusion":"FAILED","exitCode":7,
                 "steps":[{"name":"greet","conclusion":"SUCCEEDED","exitCode":0,"durationMs":12},
                          {"name":"build","conclusion":"FAILED","exitCode":7,"durationMs":1300},
                          {"name":"test","conclusion":"SKIPPED","exitCode":null,"durationMs":0}],
                 "failure":{"code":"STEP_FAILED","message":"Cannot finish step 'build': exit code 7; repair it"},
                 "isolation":"process","commit":"0123456789012345678901234567890123456789",
                 "artifacts":[],"durationMs":1500}"""));
        assertThat(terminal.err()).isEqualTo("hello\nCannot finish step 'build': exit code 7; repair it\n");
    }

    @Test
    void listsArtifacts() throws JsonProcessingException {
        terminal.job(FakeAgent.ending(Results.succeededWith(new Artifact("a/b.jar", 42))));

        assertThat(terminal.run("run", "hello.yaml", "--output=json")).isZero();
        assertThat(json().at("/artifacts/0/path").asText()).isEqualTo("a/b.jar");
        assertThat(json().at("/artifacts/0/size").asLong()).isEqualTo(42);
        assertThat(json().get("failure").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run missing.yaml --output json",
                "run --output json --no-such-option",
                "run --output=json",
                "run hello.yaml --timeout=x --output=JSON",
            })
    void badInputIsAnObjectOfTheSameShape(String line) throws JsonProcessingException {
        assertThat(terminal.run(line.split(" "))).isEqualTo(2);
        assertThat(json().get("conclusion").isNull()).isTrue();
        assertThat(json().get("exitCode").isNull()).isTrue();
        assertThat(json().get("steps").isEmpty()).isTrue();
        assertThat(json().at("/failure/code").asText()).isEqualTo("INVALID_INPUT");
        assertThat(terminal.err()).isEqualTo(json().at("/failure/message").asText() + "\n");
    }

    private JsonNode json() throws JsonProcessingException {
        assertThat(terminal.out()).hasLineCount(1);
        return new ObjectMapper().readTree(terminal.out());
    }
}
