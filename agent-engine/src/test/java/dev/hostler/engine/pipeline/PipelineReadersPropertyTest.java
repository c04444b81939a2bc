package dev.hostler.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.job.Pipeline;
import dev.hostler.api.job.PipelineSpec;
import dev.hostler.api.job.StepCommand;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.StringLength;

class PipelineReadersPropertyTest {
    private static void readBoth(String text) {
        for (String name : new String[] {".hostler.yaml", ".raibid.yml"}) {
            try {
                PipelineSpec spec = new PipelineReaders().read(new Pipeline.Document(name, text), warning -> {});
                assertThat(spec.steps()).isNotEmpty();
            } catch (AgentException refusal) {
                assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_INPUT);
                assertThat(refusal.getMessage()).startsWith("Cannot read pipeline '" + name + "': ");
                assertThat(refusal.getMessage()).doesNotContain("\n").contains("; ");
            }
        }
    }

    @Property(edgeCases = EdgeCasesMode.NONE, tries = 1500)
    void neverFailsWithAnythingButARefusal(@ForAll("pipelines") String text) {
        readBoth(text);
    }

    @Property(edgeCases = EdgeCasesMode.NONE, tries = 1000)
    void survivesAnyText(@ForAll @StringLength(max = 60) String text) {
        readBoth(text);
    }

    @Property(edgeCases = EdgeCasesMode.NONE, tries = 1000)
    void survivesTextsOfYamlMarks(@ForAll("marks") String text) {
        readBoth(text);
    }

    @Property(edgeCases = EdgeCasesMode.NONE, tries = 500)
    void givesBackTheQuotedTextsOfAFile(@ForAll("texts") String run) {
        String text = "steps: [{run: \"" + quoted(run) + "\"}]";

        StepCommand command = new PipelineReaders()
                .read(new Pipeline.Document("p.yaml", text), warning -> {})
                .steps()
                .get(0)
                .command();

        assertThat(((StepCommand.Script) command).text()).isEqualTo(run);
    }

    private static String quoted(String text) {
        return text.codePoints()
                .mapToObj(c ->
                        c < 0x7f && Character.isLetterOrDigit(c) ? Character.toString(c) : String.format("\\U%08X", c))
                .collect(Collectors.joining());
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings()
                .withCharRange(' ', '~')
                .withChars("äß€\n\t")
                .ofMinLength(1)
                .ofMaxLength(30)
                .filter(text -> !text.isBlank());
    }

    @Provide
    Arbitrary<String> marks() {
        return Arbitraries.of(
                        "a", "- ", ": ", "\n", "  ", "[", "]", "{", "}", ",", "&a ", "*a", "!!", "|", ">", "'", "\"",
                        "\t", "? ", "---", "...", "%", "#", "~", "steps", "run", "<<", "\\", "\u0085", "\r")
                .list()
                .ofMaxSize(25)
                .map(parts -> String.join("", parts));
    }

    /** Maps with the right names and values of any type, as flow text. */
    @Provide
    Arbitrary<String> pipelines() {
        Arbitrary<String> keys = Arbitraries.of(
                "name",
                "image",
                "env",
                "secrets",
                "timeout",
                "artifacts",
                "cache",
                "paths",
                "steps",
                "run",
                "exec",
                "command",
                "workdir",
                "shell",
                "continue_on_error",
                "if",
                "language",
                "rust_version",
                "build",
                "test",
                "commands",
                "enabled",
                "step",
                "A",
                "version");
        Arbitrary<String> scalars = Arbitraries.of(
                "a", "''", "~", "1.10", "true", "no", "30m", "\"\\0\"", "../x", "/x", "~/x", "always", "rust", "*",
                "'{a,b'", "\"\\n\"", "'**/x'", "'~'", ".");
        return maps(keys, maps(keys, maps(keys, scalars, scalars), scalars), scalars);
    }

    private static Arbitrary<String> maps(Arbitrary<String> keys, Arbitrary<String> nested, Arbitrary<String> scalars) {
        Arbitrary<String> lists =
                nested.list().ofMaxSize(3).map(items -> items.stream().collect(Collectors.joining(", ", "[", "]")));
        return Arbitraries.maps(keys, Arbitraries.oneOf(scalars, lists, nested))
                .ofMaxSize(5)
                .map(map -> map.entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + entry.getValue())
                        .collect(Collectors.joining(", ", "{", "}")));
    }
}
