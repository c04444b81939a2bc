package dev.hostler.engine;

import static dev.hostler.engine.TestAgent.job;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.job.Conclusion;
import dev.hostler.api.job.JobHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A supervisor that a step kills, where that can be done. */
class SupervisorDeathTest extends AgentScenario {
    @Test
    void theJobIsLostAndSaysSoSoon() throws Exception {
        Path killed = directory.resolve("killed");
        JobHandle job = agent.submit(job("a").run("kill -9 $PPID; : >'" + killed + "'; exec sleep 600"));

        assertThat(job.await().conclusion()).isEqualTo(Conclusion.LOST);

        FileTime death = Files.getLastModifiedTime(killed);
        Instant told = job.await().finishedAt();
        System.out.println("SupervisorDeathTest: noticed after "
                + Duration.between(death.toInstant(), told).toMillis() + " ms");
        assertThat(Duration.between(death.toInstant(), told))
                .as("2 s, and much for a loaded machine; the step would sleep for 600")
                .isLessThan(Duration.ofSeconds(30));
    }
}
