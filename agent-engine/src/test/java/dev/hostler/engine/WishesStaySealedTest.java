package dev.hostler.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.job.Conclusion;
import dev.hostler.api.job.Isolation;
import dev.hostler.api.job.JobHandle;
import dev.hostler.api.job.JobSpec;
import dev.hostler.api.job.JobState;
import dev.hostler.api.job.Pipeline;
import dev.hostler.engine.testing.DockerHost;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The values of a job's variables are in no file of the data directory, at no time between its start and its end. */
class WishesStaySealedTest {
    private static final String OF_JOB = "canary-of-the-job-4711";
    private static final String OF_STEP = "canary-of-the-step-4712";
    private static final String OF_SERVICE = "canary-of-the-service-4713";
    private static final String USES_ITS_VARIABLES =
            "[ ${#JOB_WORD} = " + OF_JOB.length() + " ] && [ ${#STEP_WORD} = " + OF_STEP.length() + " ]";
    private static final String WAITS = "until [ -e nothing-ever ]; do sleep 0.05; done";
    private static final String SERVICE = """
            services:
              web:
                image: %1$s
                env: {SERVICE_WORD: %2$s}
                command: [sleep, "300"]
            """;
    private static final String STEPS = """
            steps:
              - run: |
                  %1$s
                env: {STEP_WORD: %2$s}
            """;

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"process,auto", "docker,auto", "docker,no"})
    void noValueIsFoundWhileOneJobRunsAndOneWaits(String isolation, String sharedFiles) throws Exception {
        Agent agent = start(sharedFiles, AgentConfig.OnClose.DETACH);
        try {
            JobHandle running =
                    agent.submit(job("wish-that-runs", isolation, USES_ITS_VARIABLES + "; echo up; " + WAITS));
            JobHandle waiting = agent.submit(job("wish-that-waits", isolation, USES_ITS_VARIABLES));
            AgentScenario.awaitLine(running, "up");
            assertThat(waiting.job().state()).isEqualTo(JobState.QUEUED);
            assertNoValueIsFound();
            agent.close();
            assertNoValueIsFound();
            agent = start(sharedFiles, AgentConfig.OnClose.CANCEL);
            agent.job(AgentScenario.key("wish-that-runs")).orElseThrow().cancel();
            JobHandle waited = agent.job(AgentScenario.key("wish-that-waits")).orElseThrow();
            assertThat(waited.await().conclusion()).as(TestAgent.log(waited)).isEqualTo(Conclusion.SUCCEEDED);
            assertNoValueIsFound();
        } finally {
            agent.close();
            start(sharedFiles, AgentConfig.OnClose.CANCEL).close();
        }
        assertNoValueIsFound();
    }

    @Test
    void anAgentWithAnotherKeyDoesNotStart() throws IOException {
        start("auto", AgentConfig.OnClose.CANCEL).close();
        Path key = data().resolve("state.key");
        byte[] other = Files.readAllBytes(key);
        other[0] = (byte) (other[0] == 'A' ? 'B' : 'A');
        Files.write(key, other);
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> start("auto", AgentConfig.OnClose.CANCEL))
                    .isInstanceOfSatisfying(
                            AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STATE_UNAVAILABLE))
                    .hasMessageContaining("it was written with another key than the one from " + key);
        }
    }

    private Agent start(String sharedFiles, AgentConfig.OnClose onClose) {
        Map<String, String> docker =
                Map.of("default-image", DockerHost.requireBusybox(), "pull", "never", "shared-files", sharedFiles);
        return Agent.start(AgentConfig.builder(data())
                .slots(1)
                .provider("docker", docker)
                .cancelGrace(Duration.ofSeconds(1))
                .onClose(onClose)
                .build());
    }

    private Path data() {
        return directory.resolve("data");
    }

    private static JobSpec job(String id, String isolation, String script) {
        String services = isolation.equals("docker") ? SERVICE.formatted(DockerHost.IMAGE, OF_SERVICE) : "";
        Pipeline.Document text = new Pipeline.Document("p.yaml", services + STEPS.formatted(script, OF_STEP));
        return JobSpec.builder(id)
                .isolation(new Isolation(isolation))
                .env("JOB_WORD", OF_JOB)
                .pipeline(text)
                .timeout(Duration.ofMinutes(2))
                .build();
    }

    /** The jobs' ids are in the database, so the search does find what is there. */
    private void assertNoValueIsFound() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (Stream<Path> files = Files.walk(data())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.writeBytes(Files.readAllBytes(file));
            }
        }
        assertThat(all.toString(StandardCharsets.ISO_8859_1))
                .contains("wish-that-runs", "wish-that-waits")
                .doesNotContain(OF_JOB, OF_STEP, OF_SERVICE);
    }
}
