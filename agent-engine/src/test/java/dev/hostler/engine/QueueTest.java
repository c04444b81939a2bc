package dev.hostler.engine;

import static dev.hostler.engine.TestAgent.job;
import static dev.hostler.engine.TestAgent.log;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.AgentConfig;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.job.Conclusion;
import dev.hostler.api.job.JobHandle;
import dev.hostler.api.job.JobPriority;
import dev.hostler.api.job.JobState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Which job gets the slot, and which agent the job. */
class QueueTest extends AgentScenario {
    @Test
    void prioritiesGoFirstAndOwnersTakeTurns() throws Exception {
        restart(config -> config.slots(1));
        Path go = directory.resolve("go");
        Path order = Files.createFile(directory.resolve("order"));
        JobHandle first = agent.submit(job("first").run("echo up; until [ -e '" + go + "' ]; do sleep 0.02; done"));
        awaitLine(first, "up");
        List<JobHandle> waiting = List.of(
                submit("a", "a1", JobPriority.NORMAL, order),
                submit("a", "a2", JobPriority.NORMAL, order),
                submit("a", "low", JobPriority.LOW, order),
                submit("b", "b1", JobPriority.NORMAL, order),
                submit("b", "high", JobPriority.HIGH, order));

        Files.createFile(go);
        for (JobHandle job : waiting) {
            job.await();
        }

        assertThat(order).hasContent("high\na1\nb1\na2\nlow");
    }

    private JobHandle submit(String owner, String id, JobPriority priority, Path order) {
        return agent.agent()
                .submit(
                        new Owner(owner),
                        job(id).priority(priority)
                                .run("echo " + id + " >>'" + order + "'")
                                .build());
    }

    @Test
    void jobsThatRunGoOnEvenIfThereAreFewerSlotsNow() throws Exception {
        restart(config -> config.slots(3).onClose(AgentConfig.OnClose.DETACH));
        Path go = directory.resolve("go");
        for (String id : List.of("a", "b", "c")) {
            JobHandle job =
                    agent.submit(job(id).run("echo up; until [ -e '" + go + "' ]; do sleep 0.02; done; echo over"));
            awaitLine(job, "up");
        }

        restart(config -> config.slots(1));
        JobHandle next = agent.submit(job("next").run("true"));
        Awaitility.await().until(() -> agent.agent().health().runningJobs() == 3);
        assertThat(next.job().state()).isEqualTo(JobState.QUEUED);
        Files.createFile(go);

        for (String id : List.of("a", "b", "c")) {
            JobHandle job = agent.agent().job(key(id)).orElseThrow();
            assertThat(job.await().conclusion()).isEqualTo(Conclusion.SUCCEEDED);
            assertThat(log(job)).contains("over");
        }
        assertThat(next.await().conclusion()).isEqualTo(Conclusion.SUCCEEDED);
    }

    @Test
    void aJobRunsOnlyWhereItsLabelsAre() throws Exception {
        restart(config -> config.labels(Set.of("gpu", "arm64")));

        assertThat(agent.submit(job("here").labels(Set.of("gpu")).run("true"))
                        .await()
                        .conclusion())
                .isEqualTo(Conclusion.SUCCEEDED);
        assertThatThrownBy(() -> agent.submit(
                        job("elsewhere").labels(Set.of("gpu", "windows")).run("true")))
                .isInstanceOfSatisfying(
                        AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT))
                .hasMessage("Cannot accept job 'elsewhere': this agent has no label windows;"
                        + " submit it to an agent that has, or add the label to this one's configuration");
        assertThat(agent.agent().job(key("elsewhere"))).isEmpty();
    }
}
