package dev.hostler.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.job.Conclusion;
import dev.hostler.api.job.DirectorySource;
import dev.hostler.api.job.Isolation;
import dev.hostler.api.job.JobHandle;
import dev.hostler.api.job.JobResult;
import dev.hostler.api.job.JobSpec;
import dev.hostler.engine.testing.DockerHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Containers and process sandboxes that stand ready before their jobs come. */
@Timeout(180)
class WarmContainersTest {
    private static final String MOVING = "hostler-test/moving:1";

    @TempDir
    Path directory;

    private final WarmBook book = new WarmBook();
    private Agent agent;
    private DockerHost docker;
    private int jobs;

    @BeforeEach
    void start() {
        docker = DockerHost.require();
        agent = start("300");
    }

    private Agent start(String idleSeconds) {
        return Agent.start(AgentConfig.builder(directory.resolve("data"))
                .provider("docker", Map.of("pull", "never"))
                .provider("warm", Map.of("most", "2", "idle-seconds", idleSeconds))
                .metricSink(book)
                .onClose(AgentConfig.OnClose.CANCEL)
                .build());
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        agent.close();
        docker.removeImage(MOVING);
        docker.close();
        MortalAgent.assertNothingIsLeft(directory.resolve("data"));
    }

    private JobSpec.Builder in(String image) {
        return JobSpec.builder("job-" + jobs++)
                .isolation(Isolation.DOCKER)
                .image(image)
                .network(false);
    }

    private JobSpec.Builder onTheHost() {
        return JobSpec.builder("job-" + jobs++).isolation(Isolation.PROCESS);
    }

    private List<String> run(JobSpec.Builder job) throws InterruptedException {
        JobHandle handle = agent.submit(job.build());
        JobResult result = handle.await();
        String log = TestAgent.log(handle);
        assertThat(result.conclusion()).as(log).isEqualTo(Conclusion.SUCCEEDED);
        return log.lines().filter(line -> !line.startsWith("==>")).toList();
    }

    private Path sources() throws Exception {
        Path sources = Files.createDirectories(directory.resolve("sources"));
        Files.writeString(sources.resolve("file"), "text\n");
        return sources;
    }

    @Test
    void theUserOfAnImageOwnsSourcesThatCameLater() throws Exception {
        for (int i = 0; i < 2; i++) {
            run(in(DockerHost.USER_IMAGE).run("true"));
        }
        book.awaitStanding(2);
        assertThat(run(in(DockerHost.USER_IMAGE)
                        .source(new DirectorySource(sources()))
                        .run("echo more >>file; cat file; id -u")))
                .containsExactly("text", "more", "1000");
        assertThat(book.hits()).isEqualTo(1);
    }

    @Test
    void theUserOfAProcessSandboxOwnsSourcesThatCameLater() throws Exception {
        for (int i = 0; i < 2; i++) {
            run(onTheHost().run("true"));
        }
        book.awaitStanding(2);
        assertThat(run(onTheHost().source(new DirectorySource(sources())).run("echo more >>file; cat file")))
                .containsExactly("text", "more");
        assertThat(book.hits()).isEqualTo(1);
    }

    @Test
    void aJobRunsInTheImageThatHasTheNameNow() throws Exception {
        docker.requireVariant(MOVING, "ENV WHICH=old");
        for (int i = 0; i < 2; i++) {
            assertThat(run(in(MOVING).run("echo $WHICH"))).containsExactly("old");
        }
        book.awaitStanding(2);
        docker.removeImage(MOVING);
        docker.requireVariant(MOVING, "ENV WHICH=new");
        await().atMost(Duration.ofSeconds(60)).until(() -> book.counted("hostler.warm.discarded stale") == 2);
        book.awaitStanding(1);
        assertThat(run(in(MOVING).run("echo $WHICH"))).containsExactly("new");
        assertThat(book.hits()).isEqualTo(1);
    }

    @Test
    void aContainerThatSomebodyKilledIsHandedToNobody() throws Exception {
        for (int i = 0; i < 2; i++) {
            run(in(DockerHost.IMAGE).run("true"));
        }
        book.awaitStanding(2);
        String agentId = agentId();
        docker.containers("dev.hostler.agent", agentId)
                .forEach(container ->
                        docker.client().killContainerCmd(container.getId()).exec());
        run(in(DockerHost.IMAGE).run("true"));
        assertThat(book.hits()).isZero();
    }

    @Test
    void allAreGoneWhenNoJobHasComeForTheTime() throws Exception {
        agent.close();
        String agentId = MortalAgent.agentId(directory.resolve("data"));
        agent = start("5");
        // At one time: on a loaded host the second would come when the first is forgotten.
        List<JobHandle> both = List.of(
                agent.submit(in(DockerHost.IMAGE).run("true").build()),
                agent.submit(in(DockerHost.IMAGE).run("true").build()));
        for (JobHandle job : both) {
            job.await();
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> book.counted("hostler.warm.discarded idle") > 0);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> docker.containers("dev.hostler.agent", agentId).isEmpty());
        assertThat(book.gauge("hostler.warm.sandboxes")).isZero();
        assertThat(book.gauge("hostler.warm.memory.bytes")).isZero();
    }

    /** The first half of every sandbox's id. */
    private String agentId() throws Exception {
        try (var sandboxes = Files.list(directory.resolve("data/sandboxes"))) {
            return sandboxes.findFirst().orElseThrow().getFileName().toString().split("-")[0];
        }
    }
}
