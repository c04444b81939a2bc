package dev.hostler.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.job.Pipeline;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileYamlTest {
    private static final int ALMOST_ALL = 1_000_000;

    private static String refusal(String text) {
        AgentException refusal = catchThrowableOfType(
                AgentException.class,
                () -> new PipelineReaders().read(new Pipeline.Document(".hostler.yaml", text), warning -> {}));
        assertThat(refusal).as("refused").isNotNull();
        assertThat(refusal.getMessage()).hasSizeLessThan(500).doesNotContain("\n");
        return refusal.getMessage();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\n", "# only a comment\n", "\uFEFF"})
    void refusesAnEmptyFile(String text) {
        assertThat(refusal(text)).contains("it is empty; write the steps into it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"steps:\n\t- run: a\n", "steps:\n  - run: a\n\tname: b\n", "steps:\n  -\n\t\trun: [a"})
    void saysThatTabsCantIndent(String text) {
        assertThat(refusal(text)).contains("line ", "a tab is used for indentation; use spaces");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "steps: [",
                "steps: {",
                "a: b: c",
                "'",
                "\"",
                "&",
                "*x",
                "- a\nb: c",
                "%YAML 9",
                "@a",
                "`a",
                "!<",
                "? ",
                "key: |9\n  x",
                "\"\\q\"",
                "\"\\uD800\"",
                "a: *b",
                "!!int x: [",
                "{a: b, c",
                "--- |\n a\n--- b"
            })
    void refusesBrokenYaml(String text) {
        assertThat(refusal(text)).startsWith("Cannot read pipeline '.hostler.yaml': ");
    }

    @Test
    void refusesASecondDocument() {
        assertThat(refusal("steps: [{run: a}]\n---\nsteps: [{run: b}]\n"))
                .contains("line 2: a second document starts here; keep one document in the file");
    }

    @Test
    void refusesCharactersThatYamlDoesNotAllow() {
        assertThat(refusal("name: a\nimage: b\u0000\n")).contains("line 2: the character U+0000");
        assertThat(refusal("name: \uD800\n")).contains("line 1: the character U+D800");
        assertThat(refusal("name: \u001b[31m\n")).contains("U+001B");
    }

    @Test
    void doesNotMultiplyAliases() {
        StringBuilder text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 30; i++) {
            String reference = "*a" + (i - 1);
            text.append("a" + i + ": &a" + i + " [" + (reference + ", ").repeat(8) + reference + "]\n");
        }

        assertThat(refusal(text + "steps: *a29\n")).contains("aliases");
    }

    @Test
    void survivesATreeThatContainsItself() {
        assertThat(refusal("steps: &s [*s]\n")).contains("field steps[0]: expected a map of fields, found a list");
        assertThat(refusal("steps:\n  - &a {run: a, env: *a}\n")).contains("field steps[0].env.env: expected a text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- ", "? ", "[{", "a: [", "!!seq [", "&a [", "'", "{", ": ", "a: b\n", "*a "})
    void survivesAHugeRepetition(String part) {
        refusal(part.repeat(ALMOST_ALL / part.length()));
    }

    @Test
    void survivesAStaircase() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            text.append(" ".repeat(i)).append("a:\n");
        }

        assertThat(refusal(text.toString())).contains("nested more than 20 levels deep");
    }

    @Test
    void refusesAFileThatIsTooLarge() {
        assertThat(refusal("#" + "x".repeat(PipelineFinder.LARGEST))).contains("it is larger than 1 MiB");
    }

    @Test
    void refusesTooManySteps() {
        assertThat(refusal("steps:\n" + "  - run: a\n".repeat(1001))).contains("it has more than 1000 entries");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "!!java.net.URL [http://example.org]",
                "!!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[!!java.net.URL [\"http://x\"]]]]",
                "!!binary aGk=",
                "!local x",
                "!!set {a}"
            })
    void makesNoObjectOfATag(String value) {
        assertThat(refusal("steps: [{run: make}]\nname: " + value + "\n"))
                .contains("line 2", "the tag '", "' is not supported");
    }

    @Test
    void keepsAMessageOnOneLineWhateverTheFileIsCalled() {
        AgentException refusal = catchThrowableOfType(
                AgentException.class,
                () -> new PipelineReaders().read(new Pipeline.Document("a\nb", ""), warning -> {}));

        assertThat(refusal).hasMessageStartingWith("Cannot read pipeline 'a b': ");
    }
}
