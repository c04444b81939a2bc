package dev.hostler.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.AuthConfig;
import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.event.AgentEvent;
import dev.hostler.api.event.EventStream;
import dev.hostler.api.job.Conclusion;
import dev.hostler.api.job.ImagePull;
import dev.hostler.api.job.JobHandle;
import dev.hostler.api.job.JobResult;
import dev.hostler.api.job.JobSpec;
import dev.hostler.engine.testing.DockerHost;
import dev.hostler.engine.testing.RegistryServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job whose image comes from a registry that wants a login, through the whole engine. */
class PulledImageJobTest {
    @TempDir
    Path directory;

    @Test
    void thePullIsTheJobsEventsAndLinesAndItsLoginIsNowhere() throws Exception {
        try (DockerHost docker = DockerHost.require();
                RegistryServer registry = RegistryServer.start(directory.resolve("registry"))) {
            String image = registry.host() + "/hostler-test/job:1";
            docker.publishBusybox(
                    image, new AuthConfig().withUsername(RegistryServer.USER).withPassword(RegistryServer.PASSWORD));
            login(registry);
            try {
                List<AgentEvent> events = new ArrayList<>();
                String log = run(image, events);

                assertThat(log.lines())
                        .containsSubsequence("==> pulling image " + image, "==> step 1/1: echo ran", "ran")
                        .anyMatch(line -> line.startsWith("==> pulled image " + image + " in "));
                assertThat(events.stream().map(PulledImageJobTest::describe))
                        .containsSubsequence("RUNNING", image + " STARTED", image + " DONE", "StepStarted", "FINISHED");
                String secret = Base64.getEncoder().encodeToString(pair());
                assertThat(log + events + everyFile(directory.resolve("data")))
                        .doesNotContain(RegistryServer.PASSWORD)
                        .doesNotContain(secret);
            } finally {
                docker.removeImage(image);
            }
        }
    }

    private void login(RegistryServer registry) throws IOException {
        Path logins = Files.createDirectory(directory.resolve("logins"));
        Files.writeString(
                logins.resolve("config.json"),
                "{\"auths\": {\"" + registry.host() + "\": {\"auth\": \""
                        + Base64.getEncoder().encodeToString(pair()) + "\"}}}");
    }

    private static byte[] pair() {
        return (RegistryServer.USER + ":" + RegistryServer.PASSWORD).getBytes(StandardCharsets.UTF_8);
    }

    private String run(String image, List<AgentEvent> events) throws InterruptedException {
        AgentConfig config = AgentConfig.builder(directory.resolve("data"))
                .provider("docker", Map.of("config", directory.resolve("logins").toString()))
                .build();
        StringBuilder log = new StringBuilder();
        EventStream stream;
        try (Agent agent = Agent.start(config)) {
            stream = agent.events(0);
            JobHandle job = agent.submit(JobSpec.builder("pulled")
                    .image(image)
                    .run("echo ran")
                    .timeout(Duration.ofMinutes(2))
                    .build());
            job.followLog(line -> log.append(line.text()).append('\n'));
            JobResult result = job.await();
            assertThat(result.conclusion()).as(log.toString()).isEqualTo(Conclusion.SUCCEEDED);
        }
        for (Optional<AgentEvent> event = stream.next(); event.isPresent(); event = stream.next()) {
            events.add(event.get());
        }
        return log.toString();
    }

    private static String describe(AgentEvent event) {
        if (event instanceof AgentEvent.JobChanged changed) {
            return changed.state().name();
        }
        if (event instanceof AgentEvent.ImagePulling pulling) {
            ImagePull pull = pulling.pull();
            return pull.image() + " " + pull.phase();
        }
        return event.getClass().getSimpleName();
    }

    private static String everyFile(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            StringBuilder all = new StringBuilder();
            files.filter(Files::isRegularFile).forEach(file -> all.append(text(file)));
            return all.toString();
        }
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
