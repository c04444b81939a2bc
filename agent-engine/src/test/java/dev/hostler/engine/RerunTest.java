package dev.hostler.engine;

import static dev.hostler.engine.TestAgent.job;
import static dev.hostler.engine.TestAgent.log;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.AgentConfig;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.event.AgentEvent;
import dev.hostler.api.event.EventStream;
import dev.hostler.api.job.Conclusion;
import dev.hostler.api.job.JobHandle;
import dev.hostler.api.job.JobResult;
import dev.hostler.api.job.JobSpec;
import dev.hostler.api.job.JobState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Jobs that lose their sandbox and can stand to be run again. */
class RerunTest extends AgentScenario {
    @Test
    void aLostJobGoesThroughTheQueueAgainAndHasOneResult() throws Exception {
        JobHandle job = agent.submit(losesItsSandbox("again", 1).rerunWhenLost());

        JobResult result = job.await();

        assertThat(result.conclusion()).as(log(job)).isEqualTo(Conclusion.SUCCEEDED);
        assertThat(result.steps()).hasSize(1);
        assertThat(log(job).lines().filter(line -> line.equals("began"))).hasSize(2);
        assertThat(log(job)).contains("==> run again, 1 of at most 3 times: the sandbox was killed in step '");
        assertThat(states(5))
                .containsExactly(
                        JobState.QUEUED, JobState.RUNNING, JobState.QUEUED, JobState.RUNNING, JobState.FINISHED);
    }

    @Test
    void aJobThatDoesNotSaySoIsLost() throws Exception {
        JobResult result = agent.submit(losesItsSandbox("once", 1)).await();

        assertThat(result.conclusion()).isEqualTo(Conclusion.LOST);
        assertThat(starts("once")).isEqualTo(1);
    }

    @Test
    void aJobThatLosesEverySandboxIsRunAgainThreeTimesAndThenLost() throws Exception {
        JobHandle job = agent.submit(losesItsSandbox("always", 100).rerunWhenLost());

        JobResult result = job.await();

        assertThat(result.conclusion()).isEqualTo(Conclusion.LOST);
        assertThat(result.failure().orElseThrow().code()).isEqualTo(ErrorCode.SANDBOX_LOST);
        assertThat(starts("always")).isEqualTo(4);
        assertThat(log(job)).contains("run again, 3 of at most 3 times").doesNotContain("4 of");
    }

    @Test
    void aJobThatWasLostWhileTheAgentWasAwayIsRunAgainByTheNext() throws Exception {
        restart(config -> config.onClose(AgentConfig.OnClose.DETACH));
        JobHandle before = agent.submit(job("away")
                .run("if mkdir '" + directory.resolve("seen") + "'; then echo up; sleep 600; fi; echo down")
                .rerunWhenLost());
        awaitLine(before, "up");
        agent.close();
        agent.executor().endAll();

        restart(config -> config);

        JobHandle after = agent.agent().job(key("away")).orElseThrow();
        assertThat(after.await().conclusion()).as(log(after)).isEqualTo(Conclusion.SUCCEEDED);
        assertThat(log(after)).contains("up\n", "==> run again, 1 of at most 3 times", "down\n");
    }

    @Test
    void aLostJobThatWaitsForASlotCanBeCancelled() throws Exception {
        restart(config -> config.slots(1));
        Path go = directory.resolve("go");
        JobHandle lost = agent.submit(losesItsSandbox("lost", 1).rerunWhenLost());
        JobHandle other = agent.submit(job("other").run("echo up; until [ -e '" + go + "' ]; do sleep 0.02; done"));
        awaitLine(other, "up");
        assertThat(lost.job().state()).isEqualTo(JobState.QUEUED);

        lost.cancel();

        assertThat(lost.await().conclusion()).isEqualTo(Conclusion.CANCELLED);
        assertThat(starts("lost")).isEqualTo(1);
        Files.createFile(go);
        assertThat(other.await().conclusion()).isEqualTo(Conclusion.SUCCEEDED);
    }

    /** Ends its supervisor, which is its shell's parent, in its first runs. */
    private JobSpec.Builder losesItsSandbox(String id, int times) {
        Path starts = directory.resolve("starts-" + id);
        return job(id).run("echo began; echo . >>'" + starts + "'; if [ $(wc -l <'" + starts + "') -le " + times
                + " ]; then kill -9 $PPID; exec sleep 600; fi");
    }

    private int starts(String id) throws Exception {
        return Files.readAllLines(directory.resolve("starts-" + id)).size();
    }

    private List<JobState> states(int count) throws Exception {
        List<JobState> states = new ArrayList<>();
        try (EventStream events = agent.agent().events(0)) {
            Awaitility.await().until(() -> {
                if (events.next().orElseThrow() instanceof AgentEvent.JobChanged changed) {
                    states.add(changed.state());
                }
                return states.size() == count;
            });
        }
        return states;
    }
}
