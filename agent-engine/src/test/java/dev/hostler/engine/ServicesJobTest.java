package dev.hostler.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.job.Conclusion;
import dev.hostler.api.job.Isolation;
import dev.hostler.api.job.JobHandle;
import dev.hostler.api.job.JobKey;
import dev.hostler.api.job.JobResult;
import dev.hostler.api.job.JobSpec;
import dev.hostler.api.job.Pipeline;
import dev.hostler.engine.testing.DockerHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A job with a service, from its pipeline text to its result. */
class ServicesJobTest {
    private static final String PIPELINE = """
            services:
              web:
                image: %1$s
                env: {WORD: hello}
                command: [sh, -c, "mkdir /www; echo $WORD >/www/word; exec httpd -f -p 8080 -h /www"]
                ready: {port: 8080}
            steps:
              - run: wget -qO- http://web:8080/word
            """;

    @TempDir
    Path directory;

    private AgentConfig.Builder config() {
        Map<String, String> settings = Map.of("default-image", DockerHost.requireBusybox(), "pull", "never");
        return AgentConfig.builder(directory.resolve("data")).provider("docker", settings);
    }

    private static JobSpec.Builder job() {
        Pipeline.Document text = new Pipeline.Document("p.yaml", PIPELINE.formatted(DockerHost.IMAGE));
        return JobSpec.builder("served").pipeline(text).timeout(Duration.ofMinutes(2));
    }

    private static JobResult run(AgentConfig.Builder config, JobSpec.Builder job, StringBuilder log)
            throws InterruptedException {
        try (Agent agent = Agent.start(config.build())) {
            JobHandle handle = agent.submit(job.build());
            handle.followLog(line -> log.append(line.text()).append('\n'));
            return handle.await();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStepTalksToItsServiceWithNetworkAndWithout(boolean network) throws Exception {
        StringBuilder log = new StringBuilder();

        JobResult result = run(config(), job().network(network), log);

        assertThat(result.conclusion()).as(log.toString()).isEqualTo(Conclusion.SUCCEEDED);
        assertThat(result.isolation()).contains("docker");
        assertThat(log.toString().lines()).contains("hello");
        assertThat(log).contains("services ready in");
        try (DockerHost docker = DockerHost.require()) {
            assertThat(docker.containers("dev.hostler.service", "web")).isEmpty();
        }
    }

    @Test
    void aServiceOutlivesTheAgentWithItsJobAndEndsWithIt() throws Exception {
        String wait = PIPELINE.formatted(DockerHost.IMAGE)
                + "  - run: touch up; while [ ! -e go ]; do sleep 0.05; done; wget -qO- http://web:8080/word\n";
        JobKey key;
        try (Agent agent =
                Agent.start(config().onClose(AgentConfig.OnClose.DETACH).build())) {
            key = agent.submit(job().pipeline(new Pipeline.Document("p.yaml", wait))
                            .build())
                    .key();
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> workspaceFile("up").isPresent());
        }
        Files.createFile(workspaceFile("up").orElseThrow().resolveSibling("go"));

        try (Agent heir = Agent.start(config().build());
                DockerHost docker = DockerHost.require()) {
            JobHandle handle = heir.job(key).orElseThrow();
            StringBuilder log = new StringBuilder();
            handle.followLog(line -> log.append(line.text()).append('\n'));

            assertThat(handle.await().conclusion()).as(log.toString()).isEqualTo(Conclusion.SUCCEEDED);
            assertThat(log.toString().lines().filter("hello"::equals)).hasSize(2);
            assertThat(docker.containers("dev.hostler.service", "web")).isEmpty();
        }
    }

    private Optional<Path> workspaceFile(String name) throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("data/sandboxes"))) {
            return files.filter(file -> file.endsWith("workspace/" + name)).findFirst();
        } catch (UncheckedIOException changing) {
            return Optional.empty();
        }
    }

    @Test
    void processIsolationRefusesServices() throws Exception {
        JobResult result = run(config(), job().isolation(Isolation.PROCESS), new StringBuilder());

        assertThat(result.conclusion()).isEqualTo(Conclusion.FAILED);
        assertThat(result.failure().orElseThrow().message()).contains("it needs services");
    }

    @Test
    void aJobWithServicesIsNeverRunOnTheHostItself() throws Exception {
        String nowhere = "unix://" + directory.resolve("none.sock");
        AgentConfig.Builder config =
                AgentConfig.builder(directory.resolve("data")).provider("docker", Map.of("host", nowhere));

        JobResult result = run(config, job(), new StringBuilder());

        assertThat(result.conclusion()).isEqualTo(Conclusion.FAILED);
        assertThat(result.failure().orElseThrow().message())
                .contains("Cannot run beside service 'web'")
                .contains("none.sock");
    }
}
