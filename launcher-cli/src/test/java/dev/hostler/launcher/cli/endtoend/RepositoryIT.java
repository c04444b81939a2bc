package dev.hostler.launcher.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A repository whose pipeline compiles and runs a real program. */
class RepositoryIT extends EndToEnd {
    private static final String PIPELINE = """
            name: answer
            artifacts: [answer]
            steps:
              - name: compile
                run: tcc -o answer answer.c
              - name: run
                run: ./answer
              - name: fail
                run: exit 7
              - name: never
                run: echo never printed
              - name: clean up
                if: always
                run: echo cleaned up
            """;

    private static final String PROGRAM = """
            #include <stdio.h>
            int main(void) { printf("the answer is %d\\n", 6 * 7); return 0; }
            """;

    @ParameterizedTest
    @ValueSource(strings = {"docker", "process"})
    void compilesRunsAndReportsTheStepThatFails(String isolation) throws Exception {
        GitRepository repository = repository(Map.of(".hostler.yaml", PIPELINE, "answer.c", PROGRAM));

        try (HostlerRun run = hostler(Map.of(), arguments(isolation, repository, "--output", "json"))) {
            assertThat(run.exitCode()).as(run.output() + run.errors()).isEqualTo(1);
            assertThat(run.errors())
                    .contains("the answer is 42", "cleaned up", "isolation: " + isolation)
                    .doesNotContain("never printed");
            JsonNode result = json(run.output());
            assertThat(result.path("conclusion").asText()).isEqualTo("FAILED");
            assertThat(result.path("exitCode").asInt()).isEqualTo(7);
            assertThat(steps(result, "name")).containsExactly("compile", "run", "fail", "never", "clean up");
            assertThat(steps(result, "conclusion"))
                    .containsExactly("SUCCEEDED", "SUCCEEDED", "FAILED", "SKIPPED", "SUCCEEDED");
            assertThat(steps(result, "exitCode")).containsExactly("0", "0", "7", "null", "0");
            assertThat(result.path("commit").asText())
                    .isEqualTo(repository.git("rev-parse", "HEAD").strip());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"docker", "process"})
    void printsALineWhileItsStepStillRuns(String isolation) throws Exception {
        GitRepository repository = repository(Map.of(
                ".hostler.yaml",
                "name: slow\nsteps:\n  - name: talk\n    run: echo first line; sleep 3; echo second line\n"));

        try (HostlerRun run = hostler(Map.of(), arguments(isolation, repository))) {
            long first = run.awaitLine("first line");
            assertThat(run.isRunning()).isTrue();
            assertThat(run.output()).doesNotContain("second line\n");
            long second = run.awaitLine("second line");
            assertThat(run.exitCode()).isZero();
            assertThat(second - first).isGreaterThan(2_000_000_000L);
        }
    }

    @Test
    void sparesTheUncommittedAndSaysSoUnlessAsked() throws Exception {
        GitRepository repository =
                repository(Map.of(".hostler.yaml", "name: n\nsteps:\n  - run: cat file\n", "file", "committed\n"));
        java.nio.file.Files.writeString(repository.directory().resolve("file"), "changed\n");

        try (HostlerRun head = hostler("run", "--repo", repository.directory().toString(), "--isolation", "process");
                HostlerRun dirty = hostler(
                        "run", "--repo", repository.directory().toString(), "--isolation", "process", "--dirty")) {
            assertThat(head.exitCode()).as(head.output() + head.errors()).isZero();
            assertThat(head.output())
                    .contains("committed\n", "uncommitted changes")
                    .doesNotContain("changed\n\n");
            assertThat(dirty.exitCode()).as(dirty.output() + dirty.errors()).isZero();
            assertThat(dirty.output()).contains("changed\n").doesNotContain("uncommitted changes");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"docker", "process"})
    void handsArtifactsOver(String isolation) throws Exception {
        GitRepository repository = repository(Map.of(
                ".hostler.yaml",
                "name: n\nartifacts: ['out/*.txt']\nsteps:\n  - run: mkdir out; echo kept >out/a.txt\n"));
        String kept = directory.resolve("kept").toString();

        try (HostlerRun run = hostler(Map.of(), arguments(isolation, repository, "--artifacts", kept))) {
            assertThat(run.exitCode()).as(run.output() + run.errors()).isZero();
        }

        assertThat(directory.resolve("kept/out/a.txt")).hasContent("kept\n");
    }

    private GitRepository repository(Map<String, String> files) throws Exception {
        return GitRepository.create(directory.resolve("repository"), files);
    }

    private String[] arguments(String isolation, GitRepository repository, String... more) throws Exception {
        List<String> arguments = new java.util.ArrayList<>(
                List.of("run", "--repo", repository.directory().toString(), "--isolation", isolation));
        if (isolation.equals("docker")) {
            TestImages.requireCompiler(directory);
            arguments.addAll(List.of("--image", TestImages.COMPILER));
        }
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }

    private static List<String> steps(JsonNode result, String field) {
        return StreamSupport.stream(result.path("steps").spliterator(), false)
                .map(step -> step.path(field).asText("null"))
                .toList();
    }
}
