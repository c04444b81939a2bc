package dev.hostler.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.job.Pipeline;
import dev.hostler.api.job.PipelineSpec;
import dev.hostler.api.job.StepCommand.Script;
import dev.hostler.api.job.StepSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguagePipelineReaderTest {
    private static final String STEP = "\nsteps: [{command: make}]\n";

    private final List<String> warnings = new ArrayList<>();

    private PipelineSpec read(String text) {
        return read(new PipelineReaders(), text);
    }

    private PipelineSpec read(PipelineReaders readers, String text) {
        return readers.read(new Pipeline.Document("sub/.raibid.yaml", text), warnings::add);
    }

    @Test
    void readsAFileThatNamesALanguage() {
        PipelineSpec spec = read("""
                language: rust
                rust_version: "1.75.0"

                cache:
                  paths:
                    - target/
                    - ~/.cargo/

                steps:
                  - name: test
                    command: cargo test
                  - run: |
                      cargo build
                      cargo doc
                """);

        assertThat(spec.image()).contains("rust:1.75.0");
        assertThat(spec.cachePaths()).containsExactly("target/", "~/.cargo/");
        assertThat(spec.steps()).extracting(StepSpec::name).containsExactly("test", "cargo build");
        assertThat(spec.steps().get(1).command()).isEqualTo(new Script("cargo build\ncargo doc\n", Optional.empty()));
        assertThat(warnings).isEmpty();
    }

    @Test
    void readsCommandsOfBuildAndTest() {
        PipelineSpec spec = read("""
                version: "1.0"
                build:
                  type: rust
                  commands: [cargo build, cargo doc]
                cache: {paths: [target]}
                docker: {enabled: false}
                test:
                  enabled: true
                  commands: [cargo test]
                notifications: {enabled: false}
                """);

        assertThat(spec.steps())
                .extracting(StepSpec::name)
                .containsExactly("build: cargo build", "build: cargo doc", "test: cargo test");
        assertThat(spec.image()).isEmpty();
        assertThat(warnings).isEmpty();
    }

    @Test
    void leavesASectionOutThatIsOff() {
        PipelineSpec spec = read("build: {commands: [make]}\ntest: {enabled: false, commands: [make test]}\n");

        assertThat(spec.steps()).extracting(StepSpec::name).containsExactly("build: make");
    }

    @ParameterizedTest
    @CsvSource({
        "language: rust, rust:1",
        "language: go, golang:1",
        "language: python, python:3",
        "language: node, node:lts",
        "language: java, eclipse-temurin:21",
        "language: ruby, ruby:3"
    })
    void choosesAVersionIfTheFileNamesNone(String language, String image) {
        assertThat(read(language + STEP).image()).contains(image);
    }

    @Test
    void keepsAVersionAsItIsWritten() {
        assertThat(read("language: go\ngo_version: 1.10" + STEP).image()).contains("golang:1.10");
    }

    @Test
    void takesImagesFromTheSettings() {
        PipelineReaders readers = new PipelineReaders(
                Map.of("zig", "registry.example/zig:{version}-slim", "rust", "own/rust:7", "zig.version", "0.13"));

        assertThat(read(readers, "language: zig" + STEP).image()).contains("registry.example/zig:0.13-slim");
        assertThat(read(readers, "language: rust\nrust_version: 2" + STEP).image())
                .contains("own/rust:7");
        assertThat(read(readers, "language: go" + STEP).image()).contains("golang:1");
    }

    @Test
    void warnsOfWhatItDoesNotKnow() {
        read("""
                language: cobol
                go_version: 1
                docker: {enabled: true}
                cache: {size: 5}
                steps:
                  - command: make
                    retries: 3
                build: {commands: [a]}
                """);

        assertThat(warnings)
                .containsExactly(
                        "sub/.raibid.yaml: line 2, field go_version: this field is unknown and has no effect",
                        "sub/.raibid.yaml: line 3, field docker: this field is unknown and has no effect",
                        "sub/.raibid.yaml: line 7, field steps[0].retries: this field is unknown and has no effect",
                        "sub/.raibid.yaml: line 8, field build: it has no effect beside steps",
                        "sub/.raibid.yaml: line 1, field language: no image is known for 'cobol'; none is chosen",
                        "sub/.raibid.yaml: line 4, field cache.size: this field is unknown and has no effect");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "steps: make|line 1, field steps: expected a list, found 'make'",
                "steps: [{name: a}]|line 1, field steps[0]: the step has no command; give it a command",
                "steps: [{command: [a]}]|field steps[0].command: expected a text, found a list",
                "language: [rust]|field language: expected a text, found a list",
                "language: rust|it has no steps; add at least one under steps",
                "build: {commands: make}|field build.commands: expected a list, found 'make'",
                "build: make|field build: expected a map of fields, found 'make'",
                "test: {enabled: maybe}|field test.enabled: expected true or false, found 'maybe'",
            })
    void refusesWrongTypes(String text, String expected) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(AgentException.class)
                .hasMessageStartingWith("Cannot read pipeline 'sub/.raibid.yaml': ")
                .hasMessageContaining(expected);
    }

    @Test
    void refusesAVersionThatIsNone() {
        assertThatThrownBy(() -> read("language: rust\nrust_version: '1 --privileged'" + STEP))
                .hasMessageContaining(
                        "line 2, field rust_version: expected a version such as 1.75.0, found '1 --privileged'");
    }

    @Test
    void refusesACacheOutsideOfTheJob() {
        assertThatThrownBy(() -> read("cache: {paths: [../x]}" + STEP))
                .hasMessageContaining("line 1, field cache.paths[0]: expected a directory below the workspace");
    }
}
