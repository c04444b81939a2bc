package dev.hostler.engine;

import static dev.hostler.engine.TestAgent.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hostler.api.AgentConfig;
import dev.hostler.api.job.Conclusion;
import dev.hostler.api.job.DirectorySource;
import dev.hostler.api.job.JobHandle;
import dev.hostler.api.job.JobLimits;
import dev.hostler.api.job.JobResult;
import dev.hostler.api.job.JobSpec;
import dev.hostler.api.job.Pipeline;
import dev.hostler.testkit.FakeExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jobs of an agent whose sandboxes stand ready before they come. */
@Timeout(120)
class WarmJobsTest {
    private static final Map<String, String> TWO = Map.of("most", "2");

    @TempDir
    Path directory;

    private final FakeExecutor executor = new FakeExecutor().madeOf("one");
    private final WarmBook book = new WarmBook();
    private TestAgent agent;
    private int jobs;

    @BeforeEach
    void start() {
        agent = TestAgent.start(config(TWO), executor);
    }

    private AgentConfig.Builder config(Map<String, String> settings) {
        return TestAgent.config(directory.resolve("data"), executor)
                .provider("warm", settings)
                .metricSink(book);
    }

    @AfterEach
    void nothingIsLeftOnceTheAgentIsClosed() throws IOException {
        agent.close();
        assertThat(left()).isEmpty();
        assertThat(executor.sandboxes()).isEmpty();
    }

    private List<String> left() throws IOException {
        try (Stream<Path> left = Files.list(directory.resolve("data/sandboxes"))) {
            return left.map(path -> path.getFileName().toString()).toList();
        }
    }

    private List<String> run(JobSpec.Builder job) throws InterruptedException {
        JobHandle handle = agent.submit(job);
        JobResult result = handle.await();
        String log = TestAgent.log(handle);
        assertThat(result.conclusion()).as(log).isEqualTo(Conclusion.SUCCEEDED);
        return log.lines().filter(line -> !line.startsWith("==>")).toList();
    }

    private JobSpec.Builder next() {
        return job("job-" + jobs++);
    }

    private void stock() throws InterruptedException {
        for (int i = 0; i < 2; i++) {
            run(next().run("true"));
        }
        book.awaitStanding(2);
    }

    @Test
    void aJobGetsASandboxThatStandsAndNobodyElseDoes() throws Exception {
        stock();
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            seen.addAll(run(next().run("ls -A; touch mine; touch ../home/mine; cd ..; basename $PWD")));
            book.awaitStanding(2);
        }
        assertThat(seen).doesNotHaveDuplicates().hasSize(6);
        assertThat(book.hits()).isEqualTo(6);
        assertThat(book.counted("hostler.warm.age")).isEqualTo(6);
        assertThat(book.counted("hostler.warm.misses empty")).isEqualTo(2);
        assertThat(book.gauge("hostler.warm.memory.bytes")).isEqualTo(2 * (4 << 20));
    }

    @Test
    void itsLogSaysTheSameAsThatOfAnyJob() throws Exception {
        JobHandle cold = agent.submit(next().run("true"));
        cold.await();
        run(next().run("true"));
        book.awaitStanding(2);
        JobHandle warm = agent.submit(next().run("true"));
        warm.await();
        assertThat(book.hits()).isEqualTo(1);
        assertThat(TestAgent.log(warm)).isEqualTo(TestAgent.log(cold));
    }

    @Test
    void sourcesAreMovedIntoIt() throws Exception {
        Path sources =
                Files.createDirectories(directory.resolve("sources/deep")).getParent();
        Files.writeString(sources.resolve("deep/file"), "text\n");
        Files.writeString(sources.resolve(".hostler.yaml"), "steps: [{run: cat deep/file; pwd -P}]\n");
        stock();
        List<String> lines = run(
                next().source(new DirectorySource(sources)).pipeline(new Pipeline.FromRepository(Optional.empty())));
        assertThat(lines).hasSize(2).first().isEqualTo("text");
        assertThat(book.hits()).isEqualTo(1);
        book.awaitStanding(2);
        assertThat(left()).hasSize(2);
    }

    @Test
    void aJobThatWantsAFreshOneGetsIt() throws Exception {
        stock();
        run(next().freshSandbox().run("true"));
        assertThat(book.hits()).isZero();
        assertThat(book.counted("hostler.warm.misses unwanted")).isEqualTo(1);
        assertThat(book.gauge("hostler.warm.sandboxes")).isEqualTo(2);
    }

    @Test
    void aJobWithOtherLimitsOpensItsOwn() throws Exception {
        stock();
        run(next().limits(JobLimits.builder().processes(100).build()).run("true"));
        run(next().network(false).run("true"));
        assertThat(book.hits()).isZero();
        assertThat(book.counted("hostler.warm.misses empty")).isEqualTo(4);
    }

    @Test
    void noneIsUsedThatHasEndedMeanwhile() throws Exception {
        stock();
        executor.endAll();
        run(next().run("true"));
        // The pool may have looked before the job came, and opened another one: that is as good as any.
        assertThat(book.hits()).isLessThanOrEqualTo(book.counted("hostler.warm.opened") - 2);
        await().atMost(Duration.ofSeconds(30)).until(() -> ended() == 2);
        book.awaitStanding(2);
        long hits = book.hits();
        run(next().run("true"));
        assertThat(book.hits()).isEqualTo(hits + 1);
    }

    private long ended() {
        return book.counted("hostler.warm.discarded dead") + book.counted("hostler.warm.discarded stale");
    }

    @Test
    void oneOfAnImageThatWasReplacedGoes() throws Exception {
        stock();
        List<String> old = left();
        executor.madeOf("another");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> left().size() == 2 && left().stream().noneMatch(old::contains));
        assertThat(book.counted("hostler.warm.discarded stale")).isEqualTo(2);
    }

    @Test
    void theyGoWhenNoJobComes() throws Exception {
        agent.close();
        agent = TestAgent.start(config(Map.of("most", "2", "idle-seconds", "3")), executor);
        // At one time: on a loaded host the second would come when the first is forgotten.
        for (JobHandle job : List.of(agent.submit(next().run("true")), agent.submit(next().run("true")))) {
            job.await();
        }
        await().atMost(Duration.ofSeconds(30))
                .until(() -> book.counted("hostler.warm.discarded idle") > 0 && left().isEmpty());
        assertThat(book.gauge("hostler.warm.sandboxes")).isZero();
        assertThat(executor.sandboxes()).isEmpty();
    }

    @Test
    void unlessItIsSetNoneStands() throws Exception {
        agent.close();
        agent = TestAgent.start(config(Map.of()), executor);
        for (int i = 0; i < 4; i++) {
            run(next().run("true"));
        }
        assertThat(book.counted("hostler.warm.opened")).isZero();
        assertThat(book.counted("hostler.warm.misses empty")).isZero();
    }

    @Test
    void aCancelledJobTakesItsSandboxAlong() throws Exception {
        stock();
        JobHandle job = agent.submit(next().run("echo up; exec sleep 600"));
        AgentScenario.awaitLine(job, "up");
        job.cancel();
        assertThat(job.await().conclusion()).isEqualTo(Conclusion.CANCELLED);
        assertThat(book.hits()).isEqualTo(1);
    }
}
