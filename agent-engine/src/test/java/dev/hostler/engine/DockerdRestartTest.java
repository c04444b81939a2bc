package dev.hostler.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.job.Conclusion;
import dev.hostler.api.job.Isolation;
import dev.hostler.api.job.JobHandle;
import dev.hostler.api.job.JobResult;
import dev.hostler.api.job.JobSpec;
import dev.hostler.engine.testing.DockerHost;
import dev.hostler.engine.testing.OwnDockerd;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a job when its Docker engine ends and comes back; an engine of the test's own. */
@Timeout(180)
class DockerdRestartTest {
    @TempDir
    Path directory;

    /** With its option live-restore, an engine leaves its containers alone, however it ends. */
    @Test
    void aJobGoesOnWhileItsEngineIsAway() throws Exception {
        try (OwnDockerd docker = OwnDockerd.create("--live-restore");
                Agent agent = start(docker)) {
            JobHandle job = agent.submit(counting(false));
            awaitLines(10);

            docker.kill();
            awaitLines(lines() + 40);
            docker.start();
            docker.stop();
            awaitLines(lines() + 40);
            docker.start();
            endTheStep();

            assertThat(job.await().conclusion()).isEqualTo(Conclusion.SUCCEEDED);
            assertWhole();
        }
    }

    /** Without it, an engine takes its containers along when it is stopped. */
    @Test
    void aJobWhoseEngineTakesItsContainerAlongIsLostAndSaysWhy() throws Exception {
        try (OwnDockerd docker = OwnDockerd.create();
                Agent agent = start(docker)) {
            JobHandle job = agent.submit(counting(false));
            awaitLines(10);

            docker.stop();
            docker.start();

            JobResult result = job.await();
            assertThat(result.conclusion()).isEqualTo(Conclusion.LOST);
            assertThat(result.failure().orElseThrow().message())
                    .containsPattern("(as when docker is stopped or|while docker was away or) restarted");
        }
    }

    /** A crash leaves the container running; the next engine ends it as it starts. */
    @Test
    void aJobIsLostWhenTheNextEngineEndsItsContainerAndRunAgainIfItSaysSo() throws Exception {
        try (OwnDockerd docker = OwnDockerd.create();
                Agent agent = start(docker)) {
            JobHandle job = agent.submit(counting(true));
            awaitLines(10);

            docker.kill();
            awaitLines(lines() + 40);
            docker.start();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() ->
                            Files.readString(log()).matches("(?s).*==> run again, 1 of at most 3 times: .*\n3\n.*"));
            endTheStep();

            assertThat(job.await().conclusion()).isEqualTo(Conclusion.SUCCEEDED);
        }
    }

    private Agent start(OwnDockerd docker) {
        return Agent.start(AgentConfig.builder(directory.resolve("data"))
                .provider("docker", Map.of("host", docker.address(), "pull", "never"))
                .onClose(AgentConfig.OnClose.CANCEL)
                .cancelGrace(Duration.ofSeconds(1))
                .build());
    }

    private static JobSpec counting(boolean again) {
        JobSpec.Builder job = JobSpec.builder("counting")
                .isolation(Isolation.DOCKER)
                .image(DockerHost.IMAGE)
                .network(false)
                .run("i=0; until [ -e stop ]; do i=$((i + 1)); echo $i; sleep 0.05; done; echo end");
        return again ? job.rerunWhenLost().build() : job.build();
    }

    private Path log() {
        return directory.resolve("data/jobs/embedder/counting.log");
    }

    private int lines() throws IOException {
        return Files.exists(log()) ? Files.readAllLines(log()).size() : 0;
    }

    private void awaitLines(int count) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> lines() >= count);
    }

    private void endTheStep() throws IOException {
        try (DirectoryStream<Path> sandboxes = Files.newDirectoryStream(directory.resolve("data/sandboxes"))) {
            for (Path sandbox : sandboxes) {
                Files.createFile(sandbox.resolve("workspace/stop"));
            }
        }
    }

    private void assertWhole() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(log()));
        lines.removeIf(line -> line.startsWith("==>"));
        List<String> expected = new ArrayList<>(
                IntStream.range(1, lines.size()).mapToObj(Integer::toString).toList());
        expected.add("end");
        assertThat(lines).isEqualTo(expected);
    }
}
