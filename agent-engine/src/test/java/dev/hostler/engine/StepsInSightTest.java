package dev.hostler.engine;

import static dev.hostler.engine.TestAgent.job;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.AgentConfig;
import dev.hostler.api.job.Job;
import dev.hostler.api.job.JobHandle;
import dev.hostler.api.job.JobResult;
import dev.hostler.api.job.JobStep;
import dev.hostler.api.job.Pipeline;
import dev.hostler.api.job.StepResult;
import dev.hostler.api.job.StepState;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.assertj.core.data.Offset;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What can be seen of a job's steps and files while it runs, and when it has ended. */
class StepsInSightTest extends AgentScenario {
    private Path go() {
        return directory.resolve("go");
    }

    private String waits() {
        return "echo waiting; until [ -e '" + go() + "' ]; do sleep 0.05; done";
    }

    private static List<StepState> states(Job job) {
        return job.steps().stream().map(JobStep::state).toList();
    }

    @Test
    void theStepsOfARunningJobAreSeenAsTheyAre() throws Exception {
        Instant before = Instant.now().minusMillis(2);
        JobHandle handle = agent.submit(
                job("a").step(step("one", "exit 3").continueOnError(true).build())
                        .step(step("two", waits()).build())
                        .step(step("three", "true").build()));
        awaitLine(handle, "waiting");

        Job running = handle.job();
        assertThat(states(running)).containsExactly(StepState.FINISHED, StepState.RUNNING, StepState.WAITING);
        assertThat(running.steps()).extracting(JobStep::name).containsExactly("one", "two", "three");
        assertThat(running.steps().get(0).result().orElseThrow().exitCode()).hasValue(3);
        assertThat(running.steps().get(1).startedAt().orElseThrow()).isBetween(before, Instant.now());
        assertThat(running.steps().get(1).result()).isEmpty();
        assertThat(running.steps().get(2).startedAt()).isEmpty();

        Files.createFile(go());
        JobResult result = handle.await();
        assertThat(states(handle.job())).containsOnly(StepState.FINISHED);
        assertThat(handle.job().steps())
                .extracting(step -> step.result().orElseThrow())
                .isEqualTo(result.steps());
        assertThat(result.steps().get(1).startedAt())
                .isEqualTo(running.steps().get(1).startedAt());
    }

    @Test
    void theStartsOfStepsOutliveTheAgent() throws Exception {
        restart(config -> config.onClose(AgentConfig.OnClose.DETACH));
        JobHandle handle = agent.submit(job("a").step(step("one", "true").build())
                .step(step("two", waits()).build()));
        awaitLine(handle, "waiting");
        List<JobStep> before = handle.job().steps();

        restart(UnaryOperator.identity());
        JobHandle again = agent.agent().job(key("a")).orElseThrow();
        Awaitility.await().until(() -> states(again.job()).equals(List.of(StepState.FINISHED, StepState.RUNNING)));
        assertThat(again.job().steps().get(0)).isEqualTo(before.get(0));
        assertThat(again.job().steps().get(1).startedAt().orElseThrow().toEpochMilli())
                .isCloseTo(before.get(1).startedAt().orElseThrow().toEpochMilli(), Offset.offset(100L));
        Files.createFile(go());
        List<StepResult> steps = again.await().steps();

        restart(UnaryOperator.identity());
        assertThat(agent.agent().job(key("a")).orElseThrow().job().steps())
                .extracting(step -> step.result().orElseThrow())
                .isEqualTo(steps);
    }

    @Test
    void aFileThatWasHandedOverIsReadAlsoAfterARestart() throws Exception {
        String pipeline = "steps: [{run: \"mkdir out; echo 'it is' > 'out/a file'\"}]\nartifacts: [out]\n";
        JobHandle handle = agent.submit(job("a").pipeline(new Pipeline.Document("p.yaml", pipeline)));
        assertThat(handle.await().artifacts().get(0).sha256().orElseThrow()).hasSize(64);

        restart(UnaryOperator.identity());
        try (InputStream content = agent.agent().job(key("a")).orElseThrow().artifact("out/a file")) {
            assertThat(content).hasContent("it is\n");
        }
    }
}
