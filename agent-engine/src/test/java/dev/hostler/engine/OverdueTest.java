package dev.hostler.engine;

import static dev.hostler.engine.TestAgent.job;
import static dev.hostler.engine.TestAgent.log;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.AgentConfig;
import dev.hostler.api.event.AgentEvent;
import dev.hostler.api.job.Conclusion;
import dev.hostler.api.job.JobHandle;
import dev.hostler.api.job.JobSpec;
import dev.hostler.api.spi.EventSink;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a job that runs longer than its soft timeout is told, and that it is told once. */
class OverdueTest extends AgentScenario {
    private static final Duration SOFT = Duration.ofMillis(400);
    private static final String WARNING =
            "==> warning: the job runs longer than its soft timeout of 0.4s; it is ended when it has run for 1m";

    private final List<AgentEvent.JobOverdue> told = new CopyOnWriteArrayList<>();

    @BeforeEach
    void listen() {
        restart(config -> config.eventSink(sink()).onClose(AgentConfig.OnClose.DETACH));
    }

    @Test
    void aJobIsWarnedOnceByALineAndAnEventAndGoesOn() throws Exception {
        JobHandle job =
                agent.submit(waiting("slow", "echo before", "echo after").run("echo last"));
        awaitLine(job, WARNING);

        Files.createFile(go());

        assertThat(job.await().conclusion()).isEqualTo(Conclusion.SUCCEEDED);
        assertThat(log(job).lines().filter(line -> !line.startsWith("==> step") && !line.contains("isolation")))
                .containsExactly("before", WARNING, "after", "last");
        Awaitility.await().until(() -> told.size() == 1);
        assertThat(told.get(0).job()).isEqualTo(job.key());
        assertThat(told.get(0).after()).isEqualTo(SOFT);
        assertThat(told.get(0).until()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void aJobThatIsQuickIsNotWarned() throws Exception {
        JobHandle job =
                agent.submit(job("quick").softTimeout(Duration.ofSeconds(30)).run("true"));

        assertThat(job.await().conclusion()).isEqualTo(Conclusion.SUCCEEDED);
        assertThat(log(job)).doesNotContain("warning");
    }

    @Test
    void theTimeoutStillEndsIt() throws Exception {
        JobHandle job = agent.submit(
                job("late").softTimeout(SOFT).timeout(Duration.ofMillis(1200)).run("echo up; exec sleep 600"));

        assertThat(job.await().conclusion()).isEqualTo(Conclusion.TIMED_OUT);
        assertThat(log(job)).containsOnlyOnce("warning: the job runs longer than its soft timeout of 0.4s");
    }

    @Test
    void theLogIsTheSameAfterARestartAndTheWarningIsNotRepeated() throws Exception {
        JobHandle before = agent.submit(waiting("slow", "echo one; printf two", "echo three"));
        awaitLine(before, WARNING);
        agent.close();
        Path file = data().resolve("jobs/embedder/slow.log");
        String seen = Files.readString(file);

        restart(config -> config.eventSink(sink()));
        JobHandle after = agent.agent().job(key("slow")).orElseThrow();
        Files.createFile(go());

        assertThat(after.await().conclusion()).isEqualTo(Conclusion.SUCCEEDED);
        assertThat(log(after)).startsWith(seen).containsOnlyOnce(WARNING);
        assertThat(log(after).substring(seen.length())).isEqualTo("three\n");
        assertThat(told).as("by the first agent").hasSize(1);
    }

    @Test
    void aJobWhoseSoftTimeoutPassesWhileTheAgentIsAwayIsWarnedByTheNext() throws Exception {
        Duration soft = Duration.ofSeconds(5);
        String warning = WARNING.replace("0.4s", "5.0s");
        JobHandle before = agent.submit(waiting("slow", "echo up", "echo down").softTimeout(soft));
        long start = System.nanoTime();
        awaitLine(before, "up");
        agent.close();
        assertThat(told).as("the first agent was gone in time").isEmpty();
        Awaitility.await().until(() -> System.nanoTime() - start > soft.toNanos());

        restart(config -> config.eventSink(sink()));
        JobHandle after = agent.agent().job(key("slow")).orElseThrow();
        awaitLine(after, warning);
        Files.createFile(go());

        assertThat(after.await().conclusion()).isEqualTo(Conclusion.SUCCEEDED);
        assertThat(log(after)).containsOnlyOnce(warning);
        Awaitility.await().until(() -> told.size() == 1);
    }

    private JobSpec.Builder waiting(String id, String first, String last) {
        return job(id).softTimeout(SOFT).run(first + "; until [ -e '" + go() + "' ]; do sleep 0.02; done; " + last);
    }

    private Path go() {
        return directory.resolve("go");
    }

    private EventSink sink() {
        return event -> {
            if (event instanceof AgentEvent.JobOverdue overdue) {
                told.add(overdue);
            }
        };
    }
}
