package dev.hostler.api.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobSpecTest {
    @Test
    void stepsAddedToTheBuilderBecomeAnInlinePipelineWithTheGrantedSecrets() {
        JobSpec job = JobSpec.builder("build")
                .secret("TOKEN")
                .run("make\nmake test")
                .exec("ls", "-l")
                .build();

        PipelineSpec pipeline = ((Pipeline.Inline) job.pipeline()).spec();
        assertThat(pipeline.steps()).extracting(StepSpec::name).containsExactly("make", "ls -l");
        assertThat(pipeline.secrets()).isEqualTo(Set.of("TOKEN"));
    }

    @Test
    void equalPartsMakeEqualJobs() {
        assertThat(JobSpec.builder("a").run("true").build())
                .isEqualTo(JobSpec.builder("a").run("true").build())
                .isNotEqualTo(JobSpec.builder("a").run("false").build());
    }

    @Test
    void aMapChangedAfterwardsChangesNothing() {
        Map<String, String> env = new HashMap<>(Map.of("A", "1"));
        StepSpec step = StepSpec.builder("s", new StepCommand.Argv(List.of("true")))
                .env(env)
                .build();

        env.put("B", "2");

        assertThat(step.env()).isEqualTo(Map.of("A", "1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "../../etc", "a/b", "a b", "-x", "é", "a\nb", "a\0"})
    void refusesAnIdThatIsNotSafeInAPath(String id) {
        refused(() -> JobSpec.builder(id), "job id");
    }

    @Test
    void refusesAnIdOf129Characters() {
        assertThat(new JobId("x".repeat(128)).value()).hasSize(128);
        refused(() -> JobSpec.builder("x".repeat(129)), "job id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"A-B", "X.Y", "1A", "", "A=B", "Ä"})
    void refusesAVariableThatNoShellCanHold(String name) {
        refused(() -> JobSpec.builder("a").run("true").env(name, "x").build(), "env");
    }

    @Test
    void refusesAValueThatNoProgramCanBeGiven() {
        refused(
                () -> JobSpec.builder("a")
                        .run("true")
                        .env("A", "x".repeat(128 * 1024))
                        .build(),
                "env");
        refused(() -> JobSpec.builder("a").run("true").env("A", "x\0y").build(), "env");
    }

    @Test
    void refusesAJobWithoutSteps() {
        refused(() -> JobSpec.builder("a").build(), "no steps");
    }

    @Test
    void refusesStepsTogetherWithAPipeline() {
        refused(
                () -> JobSpec.builder("a")
                        .run("true")
                        .pipeline(new Pipeline.Document("p.yaml", ""))
                        .build(),
                "both steps and a pipeline");
    }

    @Test
    void refusesAPipelineFromARepositoryWithoutARepository() {
        refused(
                () -> JobSpec.builder("a")
                        .pipeline(new Pipeline.FromRepository(Optional.empty()))
                        .build(),
                "repository");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc", "..", "a/../../b", ""})
    void refusesAWorkdirOutsideTheWorkspace(String workdir) {
        refused(
                () -> StepSpec.builder("s", new StepCommand.Argv(List.of("ls")))
                        .workdir(workdir)
                        .build(),
                "workdir");
    }

    @Test
    void refusesATimeoutOfNothing() {
        refused(() -> JobSpec.builder("a").run("true").timeout(Duration.ZERO).build(), "timeout");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://user:secret@example.test/a.git",
                "http://:secret@example.test/a",
                "https://u:an@secret@example.test/a"
            })
    void refusesAPasswordInAUrlWithoutRepeatingIt(String url) {
        assertThatThrownBy(() -> GitSource.builder(url).build())
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("source.url")
                .hasMessageNotContaining("secret@");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--upload-pack=x", "", "a b", "a\nb", "a..b:c"})
    void refusesARefThatIsNone(String ref) {
        refused(() -> GitSource.builder("https://example.test/a.git").ref(ref).build(), "source.ref");
    }

    private static void refused(ThrowingCallable call, String field) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT))
                .hasMessageStartingWith("Cannot accept ")
                .hasMessageContaining(field);
    }
}
