package dev.hostler.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.job.Conclusion;
import dev.hostler.api.job.Isolation;
import dev.hostler.api.job.JobHandle;
import dev.hostler.api.job.JobLimits;
import dev.hostler.api.job.JobSpec;
import dev.hostler.engine.testing.DockerHost;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A job that makes as many processes as it can. */
class ForkBombTest {
    private static final String BOMB = "b() { b | b & }; echo up; while :; do (b; sleep 30) & done 2>/dev/null";

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"process", "docker"})
    void theAgentAnswersWithinASecondAndTheBombEnds(String isolation) throws Exception {
        AgentConfig config = AgentConfig.builder(directory.resolve("data"))
                .slots(1)
                .cancelGrace(Duration.ofSeconds(1))
                .build();
        try (Agent agent = Agent.start(config)) {
            JobHandle bomb = agent.submit(bomb(isolation));
            AgentScenario.awaitLine(bomb, "up");

            for (int question = 0; question < 20; question++) {
                JobSpec other = JobSpec.builder("other-" + question)
                        .isolation(Isolation.PROCESS)
                        .run("true")
                        .build();
                assertTimeout(Duration.ofSeconds(1), () -> agent.submit(other));
                assertTimeout(Duration.ofSeconds(1), agent::health);
            }
            bomb.cancel();

            // At the limit its shell may end by itself before it is ended.
            assertThat(bomb.await().conclusion()).isIn(Conclusion.CANCELLED, Conclusion.FAILED, Conclusion.LOST);
            for (int question = 0; question < 20; question++) {
                JobHandle other =
                        agent.job(AgentScenario.key("other-" + question)).orElseThrow();
                assertThat(other.await().conclusion()).isEqualTo(Conclusion.SUCCEEDED);
            }
        }
        assertThat(directory.resolve("data/sandboxes")).isEmptyDirectory();
    }

    private static JobSpec bomb(String isolation) {
        JobSpec.Builder job = JobSpec.builder("bomb")
                .isolation(new Isolation(isolation))
                .limits(JobLimits.builder().processes(64).build());
        if (isolation.equals("docker")) {
            job.image(DockerHost.requireBusybox());
        }
        return job.run(BOMB).build();
    }
}
