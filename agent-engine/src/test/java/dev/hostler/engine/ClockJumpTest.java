package dev.hostler.engine;

import static dev.hostler.engine.TestAgent.job;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.AgentConfig;
import dev.hostler.api.job.Conclusion;
import dev.hostler.api.job.JobHandle;
import dev.hostler.engine.time.SystemScheduler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That no deadline moves when somebody sets the wall clock. */
class ClockJumpTest extends AgentScenario {
    private final SystemScheduler machine = SystemScheduler.create();
    private final JumpingClock clock = new JumpingClock(machine);

    @AfterEach
    void stop() {
        agent.close();
        machine.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, -1})
    void jobsEndNeitherEarlierNorLater(long hours) throws Exception {
        restart(config -> config.slots(3).scheduler(clock).onClose(AgentConfig.OnClose.DETACH));
        Path go = directory.resolve("go");
        JobHandle long1 = agent.submit(job("long").run("echo up; until [ -e '" + go + "' ]; do sleep 0.02; done"));
        JobHandle short1 =
                agent.submit(job("short").timeout(Duration.ofSeconds(3)).run("echo up; exec sleep 600"));
        awaitLine(long1, "up");
        awaitLine(short1, "up");
        Duration start = clock.sinceBoot();
        clock.jump(Duration.ofHours(hours));
        restart(config -> config.slots(3).scheduler(clock));
        clock.jump(Duration.ofHours(hours));

        JobHandle ended = agent.agent().job(key("short")).orElseThrow();
        assertThat(ended.await().conclusion()).isEqualTo(Conclusion.TIMED_OUT);
        assertThat(clock.sinceBoot().minus(start)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(20));

        Files.createFile(go);
        assertThat(agent.agent().job(key("long")).orElseThrow().await().conclusion())
                .isEqualTo(Conclusion.SUCCEEDED);
    }
}
