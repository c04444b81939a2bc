package dev.hostler.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.model.Container;
import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.job.Conclusion;
import dev.hostler.api.job.Isolation;
import dev.hostler.api.job.JobHandle;
import dev.hostler.api.job.JobResult;
import dev.hostler.api.job.JobSpec;
import dev.hostler.engine.testing.DockerHost;
import dev.hostler.engine.testing.Effort;
import dev.hostler.engine.testing.OwnDockerd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Agents and engines that end while sandboxes stand ready; real containers and real processes. */
@Timeout(900)
class WarmCrashTest {
    private static final int STANDING = 3;
    private static final int KILLS = Effort.of(2, 20);
    private static final int RESTARTS = Effort.of(1, 20);
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @TempDir
    Path directory;

    private final Random random = new Random();

    /** The agent that is killed: it brings jobs until then, and writes down which sandboxes they had. */
    static final class Victim {
        private Victim() {}

        public static void main(String[] arguments) throws Exception {
            Path directory = Path.of(arguments[0]);
            WarmBook book = new WarmBook();
            Agent agent = Agent.start(config(directory, Map.of("pull", "never"), book));
            for (int i = 0; true; i++) {
                JobHandle job = agent.submit(job(arguments[1] + "-" + i, i));
                if (job.await().conclusion() != Conclusion.SUCCEEDED) {
                    throw new IllegalStateException(TestAgent.log(job));
                }
                if (i >= STANDING && book.gauge("hostler.warm.sandboxes") >= 2 && book.hits() > 0) {
                    Files.writeString(directory.resolve("full-" + arguments[1]), "");
                }
            }
        }
    }

    private static AgentConfig config(Path directory, Map<String, String> docker, WarmBook book) {
        return AgentConfig.builder(directory.resolve("data"))
                .provider("docker", docker)
                .provider("warm", Map.of("most", String.valueOf(STANDING)))
                .metricSink(book)
                .cancelGrace(Duration.ofSeconds(1))
                .build();
    }

    /** Fails in a sandbox that another job has had. */
    private static JobSpec job(String id, int number) {
        JobSpec.Builder job = JobSpec.builder("job-" + id)
                .network(false)
                .run("[ -z \"$(ls -A . \"$HOME\" | grep -v :)\" ]; touch used \"$HOME/used\"");
        return number % 3 == 2
                ? job.isolation(Isolation.PROCESS).build()
                : job.isolation(Isolation.DOCKER).image(DockerHost.IMAGE).build();
    }

    @Test
    void whateverStoodReadyWhenAnAgentWasKilledIsGoneWithTheNextOne() throws Exception {
        DockerHost.requireBusybox();
        Path data = directory.resolve("data");
        String agentId = MortalAgent.agentId(data);
        Set<String> seen = new HashSet<>();
        for (int kill = 0; kill < KILLS; kill++) {
            Set<String> stood = killOneWithFullPool(kill, agentId);
            assertThat(seen).as("a sandbox outlived two agents").doesNotContainAnyElementsOf(stood);
            seen.addAll(stood);
        }
        try (Agent heir = Agent.start(config(directory, Map.of("pull", "never"), new WarmBook()))) {
            heir.submit(job("last", 0));
            // A job that ran in one goes on, and takes it along.
            for (JobHandle job : heir.jobs(Owner.EMBEDDER)) {
                assertThat(job.await().conclusion()).as(TestAgent.log(job)).isEqualTo(Conclusion.SUCCEEDED);
            }
            assertThat(containers(agentId)).doesNotContainAnyElementsOf(seen);
        }
        MortalAgent.assertNothingIsLeft(data);
        assertThat(seen).isNotEmpty();
    }

    /** Returns the containers that it has left. */
    private Set<String> killOneWithFullPool(int number, String agentId) throws Exception {
        Process victim = MortalAgent.start(directory, Victim.class, directory.toString(), Integer.toString(number));
        try {
            await().atMost(LIMIT)
                    .failFast("the agent ended", () -> !victim.isAlive())
                    .until(() -> Files.exists(directory.resolve("full-" + number)));
            assertThat(victim.waitFor(random.nextInt(400), TimeUnit.MILLISECONDS))
                    .isFalse();
        } finally {
            victim.destroyForcibly().waitFor();
        }
        return containers(agentId);
    }

    private static Set<String> containers(String agentId) {
        try (DockerHost docker = DockerHost.require()) {
            Set<String> ids = new HashSet<>();
            docker.containers("dev.hostler.agent", agentId).stream()
                    .map(Container::getId)
                    .forEach(ids::add);
            return ids;
        }
    }

    @Test
    void whatAnEngineTookAlongIsHandedToNobody() throws Exception {
        WarmBook book = new WarmBook();
        try (OwnDockerd docker = OwnDockerd.create();
                Agent agent = Agent.start(config(directory, Map.of("host", docker.address(), "pull", "never"), book))) {
            for (int restart = 0; restart < RESTARTS; restart++) {
                fill(agent, restart, book);
                List<String> stood = left();
                docker.stop();
                docker.start();
                succeeds(agent, job("after-" + restart, 0));
                await().atMost(LIMIT).until(() -> left().stream().noneMatch(stood::contains));
            }
            agent.close();
            assertThat(docker.containers()).isEmpty();
        }
        assertThat(left()).isEmpty();
        assertThat(book.hits()).isPositive();
    }

    private static void fill(Agent agent, int round, WarmBook book) throws InterruptedException {
        for (int i = 0; i < STANDING + 1; i++) {
            succeeds(agent, job("r" + round + "-" + i, 0));
        }
        book.awaitStanding(1);
        succeeds(agent, job("w" + round, 0));
        book.awaitStanding(1);
    }

    private static void succeeds(Agent agent, JobSpec spec) throws InterruptedException {
        JobHandle job = agent.submit(spec);
        JobResult result = job.await();
        assertThat(result.conclusion()).as("%s %s", result, TestAgent.log(job)).isEqualTo(Conclusion.SUCCEEDED);
    }

    private List<String> left() throws IOException {
        try (Stream<Path> all = Files.list(directory.resolve("data/sandboxes"))) {
            return new ArrayList<>(
                    all.map(path -> path.getFileName().toString()).toList());
        }
    }
}
