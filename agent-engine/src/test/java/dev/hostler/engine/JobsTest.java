package dev.hostler.engine;

import static dev.hostler.engine.TestAgent.job;
import static dev.hostler.engine.TestAgent.log;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.job.Conclusion;
import dev.hostler.api.job.JobHandle;
import dev.hostler.api.job.JobResult;
import dev.hostler.api.job.JobState;
import dev.hostler.api.job.Pipeline;
import dev.hostler.api.job.StepConclusion;
import dev.hostler.api.job.StepCondition;
import dev.hostler.api.job.StepResult;
import java.nio.file.Files;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The way of a job through the whole engine, on an executor that is quick. */
class JobsTest extends AgentScenario {
    @Test
    void aJobRunsItsStepsAndSucceeds() throws Exception {
        JobHandle job =
                agent.submit(job("a").env("WHO", "world").run("echo hello $WHO").run("pwd; echo done"));

        JobResult result = job.await();

        assertThat(result.conclusion()).isEqualTo(Conclusion.SUCCEEDED);
        assertThat(result.exitCode()).isEqualTo(OptionalInt.of(0));
        assertThat(result.failure()).isEmpty();
        assertThat(result.isolation()).contains("fake");
        assertThat(result.steps()).extracting(StepResult::conclusion).containsOnly(StepConclusion.SUCCEEDED);
        assertThat(log(job).lines())
                .containsSubsequence(
                        "==> step 1/2: echo hello $WHO", "hello world", "==> step 2/2: pwd; echo done", "done");
        assertThat(job.job().state()).isEqualTo(JobState.FINISHED);
    }

    @Test
    void aFailedStepEndsTheJobAndTheRestIsSkipped() throws Exception {
        JobHandle job = agent.submit(job("a").run("true").run("exit 7").run("echo never"));

        JobResult result = job.await();

        assertThat(result.conclusion()).isEqualTo(Conclusion.FAILED);
        assertThat(result.exitCode()).isEqualTo(OptionalInt.of(7));
        assertThat(result.failure().orElseThrow().code()).isEqualTo(ErrorCode.STEP_FAILED);
        assertThat(result.steps())
                .extracting(StepResult::conclusion)
                .containsExactly(StepConclusion.SUCCEEDED, StepConclusion.FAILED, StepConclusion.SKIPPED);
        assertThat(log(job)).doesNotContain("never\n==>").contains("exit code 7");
    }

    @Test
    void conditionsAreJudgedByTheStepsBefore() throws Exception {
        JobResult failed = agent.submit(job("failed")
                        .step(step("fails", "exit 3").build())
                        .step(step("on success", "true").build())
                        .step(step("on failure", "true")
                                .condition(StepCondition.FAILURE)
                                .build())
                        .step(step("always", "exit 4")
                                .condition(StepCondition.ALWAYS)
                                .build()))
                .await();
        JobResult forgiven = agent.submit(job("forgiven")
                        .step(step("may fail", "exit 3").continueOnError(true).build())
                        .step(step("on success", "true").build())
                        .step(step("on failure", "true")
                                .condition(StepCondition.FAILURE)
                                .build()))
                .await();

        assertThat(failed.exitCode()).as("of the first that failed").isEqualTo(OptionalInt.of(3));
        assertThat(failed.steps())
                .extracting(StepResult::conclusion)
                .containsExactly(
                        StepConclusion.FAILED, StepConclusion.SKIPPED, StepConclusion.SUCCEEDED, StepConclusion.FAILED);
        assertThat(forgiven.conclusion()).isEqualTo(Conclusion.SUCCEEDED);
        assertThat(forgiven.steps())
                .extracting(StepResult::conclusion)
                .containsExactly(StepConclusion.FAILED, StepConclusion.SUCCEEDED, StepConclusion.SKIPPED);
    }

    @Test
    void cancelEndsTheTreeAndOnlyStepsThatCleanUpStillRun() throws Exception {
        JobHandle job = agent.submit(job("a").step(
                        step("sleep", "echo asleep; sleep 600 & sleep 600").build())
                .step(step("never", "echo never").build())
                .step(step("clean up", "echo cleaned")
                        .condition(StepCondition.ALWAYS)
                        .build()));
        awaitLine(job, "asleep");

        job.cancel();
        job.cancel();
        JobResult result = job.await();

        assertThat(result.conclusion()).isEqualTo(Conclusion.CANCELLED);
        assertThat(result.steps())
                .extracting(StepResult::conclusion)
                .containsExactly(StepConclusion.CANCELLED, StepConclusion.SKIPPED, StepConclusion.SUCCEEDED);
        assertThat(log(job)).contains("cleaned").doesNotContain("never\n==>");
    }

    @Test
    void aQueuedJobThatIsCancelledNeverRuns() throws Exception {
        restart(config -> config.slots(1));
        JobHandle first = agent.submit(job("first").run("echo up; sleep 600"));
        awaitLine(first, "up");
        JobHandle second = agent.submit(job("second").run("echo ran"));

        second.cancel();

        assertThat(second.await().conclusion()).isEqualTo(Conclusion.CANCELLED);
        assertThat(log(second)).doesNotContain("ran");
        assertThat(first.job().state()).isEqualTo(JobState.RUNNING);
        first.cancel();
    }

    @Test
    void aStepThatClosesItsStreamsRunsOn() throws Exception {
        JobHandle job = agent.submit(job("a").run("exec >&- 2>&- <&-; sleep 0.2; : >done; exit 3")
                .step(step("see", "[ -e done ] && echo seen")
                        .condition(StepCondition.FAILURE)
                        .build()));

        assertThat(job.await().exitCode()).isEqualTo(OptionalInt.of(3));
        assertThat(log(job).lines()).contains("seen");
    }

    @Test
    void theJobsTimeoutEndsIt() throws Exception {
        JobResult result = agent.submit(job("a").timeout(Duration.ofMillis(700)).run("sleep 600"))
                .await();

        assertThat(result.conclusion()).isEqualTo(Conclusion.TIMED_OUT);
        assertThat(result.failure().orElseThrow().message()).contains("longer than 0.7s");
    }

    @Test
    void aStepsTimeoutFailsTheStep() throws Exception {
        JobResult result = agent.submit(job("a").step(step("slow", "sleep 600")
                                .timeout(Duration.ofMillis(500))
                                .build())
                        .step(step("next", "true")
                                .condition(StepCondition.FAILURE)
                                .build()))
                .await();

        assertThat(result.conclusion()).isEqualTo(Conclusion.TIMED_OUT);
        assertThat(result.steps())
                .extracting(StepResult::conclusion)
                .containsExactly(StepConclusion.TIMED_OUT, StepConclusion.SUCCEEDED);
    }

    @Test
    void aJobWhoseSandboxEndsIsLost() throws Exception {
        JobHandle job = agent.submit(job("a").run("echo up; sleep 600"));
        awaitLine(job, "up");

        agent.executor().endAll();

        assertThat(job.await().conclusion()).isEqualTo(Conclusion.LOST);
        assertThat(job.await().failure().orElseThrow().code()).isEqualTo(ErrorCode.SANDBOX_LOST);
    }

    @Test
    void aJobWhoseExecutorIsNotThereFailsWithTheReason() throws Exception {
        agent.executor().makeUnavailable("it is switched off");

        JobResult result = agent.submit(job("a").run("true")).await();

        assertThat(result.conclusion()).isEqualTo(Conclusion.FAILED);
        assertThat(result.failure().orElseThrow().message()).contains("it is switched off");
        assertThat(result.isolation()).isEmpty();
    }

    @Test
    void aStoreThatFailsDoesNotHideTheStepThatFailed() throws Exception {
        Files.writeString(data().resolve("artifacts/embedder"), "in the way");
        String failing = "name: n\nartifacts: [file]\nsteps:\n  - run: touch file; exit 7\n";
        String succeeding = "name: n\nartifacts: [file]\nsteps:\n  - run: touch file\n";

        JobResult failed = agent.submit(job("failed").pipeline(new Pipeline.Document("p.yaml", failing)))
                .await();
        JobResult unkept = agent.submit(job("unkept").pipeline(new Pipeline.Document("p.yaml", succeeding)))
                .await();

        assertThat(failed.exitCode()).isEqualTo(OptionalInt.of(7));
        assertThat(unkept.conclusion()).isEqualTo(Conclusion.FAILED);
        assertThat(unkept.failure().orElseThrow().code()).isEqualTo(ErrorCode.STATE_UNAVAILABLE);
    }
}
