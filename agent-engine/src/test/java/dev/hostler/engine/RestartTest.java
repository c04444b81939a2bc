package dev.hostler.engine;

import static dev.hostler.engine.TestAgent.job;
import static dev.hostler.engine.TestAgent.log;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.AgentConfig;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.job.Conclusion;
import dev.hostler.api.job.JobHandle;
import dev.hostler.api.job.JobResult;
import dev.hostler.api.job.StepConclusion;
import dev.hostler.api.job.StepCondition;
import dev.hostler.api.job.StepResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What becomes of jobs when their agent ends and another one starts. */
class RestartTest extends AgentScenario {
    @Test
    void aRunningJobGoesOnWhereItIsAndQueuedOnesFollow() throws Exception {
        restart(config -> config.slots(1).onClose(AgentConfig.OnClose.DETACH));
        Path go = directory.resolve("go");
        JobHandle before = agent.submit(job("running")
                .run("echo first")
                .run("echo second; until [ -e '" + go + "' ]; do sleep 0.02; done; echo third")
                .run("echo fourth"));
        awaitLine(before, "second");
        agent.submit(job("waiting").run("echo ran"));

        restart(config -> config.slots(1));
        JobHandle running = agent.agent().job(key("running")).orElseThrow();
        Files.createFile(go);

        JobResult result = running.await();
        assertThat(result.conclusion()).as(log(running)).isEqualTo(Conclusion.SUCCEEDED);
        assertThat(result.steps()).extracting(StepResult::conclusion).containsOnly(StepConclusion.SUCCEEDED);
        assertThat(log(running).lines().filter(line -> !line.startsWith("==>")))
                .containsExactly("first", "second", "third", "fourth");
        assertThatThrownBy(before::await).isInstanceOf(AgentException.class);
        assertThat(agent.agent().job(key("waiting")).orElseThrow().await().conclusion())
                .isEqualTo(Conclusion.SUCCEEDED);
    }

    @Test
    void whatAJobDidWhileTheAgentWasAwayIsKnownAfterwards() throws Exception {
        restart(config -> config.onClose(AgentConfig.OnClose.DETACH));
        Path go = directory.resolve("go");
        JobHandle before = agent.submit(job("away")
                .run("echo up; until [ -e '" + go + "' ]; do sleep 0.02; done; echo over >'" + go + "'; exit 9")
                .step(step("clean up", "echo cleaned")
                        .condition(StepCondition.ALWAYS)
                        .build()));
        awaitLine(before, "up");
        agent.close();
        Files.createFile(go);
        Awaitility.await().until(() -> Files.size(go) > 0);

        restart(config -> config);

        JobHandle after = agent.agent().job(key("away")).orElseThrow();
        assertThat(after.await().exitCode()).isEqualTo(OptionalInt.of(9));
        assertThat(log(after).lines().filter(line -> !line.startsWith("==>"))).containsExactly("up", "cleaned");
    }

    @Test
    void aJobWhoseSandboxEndedWhileTheAgentWasAwayIsLostAndNotRunAgain() throws Exception {
        restart(config -> config.onClose(AgentConfig.OnClose.DETACH));
        JobHandle before = agent.submit(job("gone").run("echo up; sleep 600"));
        awaitLine(before, "up");
        agent.close();
        agent.executor().endAll();

        restart(config -> config);

        JobHandle after = agent.agent().job(key("gone")).orElseThrow();
        assertThat(after.await().conclusion()).isEqualTo(Conclusion.LOST);
        assertThat(log(after).lines().filter(line -> line.equals("up"))).hasSize(1);
    }

    @Test
    void aJobsTimeoutIsCountedOverARestart() throws Exception {
        restart(config -> config.onClose(AgentConfig.OnClose.DETACH));
        JobHandle before =
                agent.submit(job("slow").timeout(Duration.ofSeconds(1)).run("echo up; sleep 600"));
        awaitLine(before, "up");

        restart(config -> config);

        JobResult result = agent.agent().job(key("slow")).orElseThrow().await();
        assertThat(result.conclusion()).isEqualTo(Conclusion.TIMED_OUT);
        assertThat(Duration.between(result.startedAt(), result.finishedAt())).isGreaterThan(Duration.ofMillis(900));
    }

    @Test
    void finishedJobsKeepTheirResultAndLogAfterARestart() throws Exception {
        JobResult before = agent.submit(job("a").run("echo kept")).await();

        restart(config -> config);

        JobHandle after = agent.agent().job(key("a")).orElseThrow();
        assertThat(after.await()).isEqualTo(before);
        assertThat(log(after)).contains("kept");
    }
}
