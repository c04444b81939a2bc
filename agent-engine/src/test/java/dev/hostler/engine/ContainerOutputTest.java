package dev.hostler.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hostler.api.AgentConfig;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.log.LogQuery;
import dev.hostler.api.log.TimedLine;
import dev.hostler.api.log.TimedLogStream;
import dev.hostler.api.workload.ApplyWorkload;
import dev.hostler.api.workload.ContainerSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What containers print, much of it, over restarts, and as it is asked for through an agent. */
class ContainerOutputTest extends ContainerScenario {
    private static final int LINES = 100_000;
    private static final int LINE = 1000;

    @Override
    AgentConfig.Builder config(Path data) {
        return super.config(data).provider("containers", Map.of("pull", "never", "log-max-size", "200m"));
    }

    private static ContainerSpec script(String script) {
        return SPEC.toBuilder().command("sh", "-c", script).build();
    }

    private List<TimedLine> lines(LogQuery query) throws InterruptedException {
        List<TimedLine> lines = new ArrayList<>();
        try (TimedLogStream log = agent.workload(WEB).orElseThrow().log(query)) {
            for (Optional<TimedLine> line = log.next(); line.isPresent(); line = log.next()) {
                lines.add(line.get());
            }
        }
        return lines;
    }

    private List<String> texts(LogQuery query) throws InterruptedException {
        return lines(query).stream().map(TimedLine::text).toList();
    }

    @Test
    void aHundredMegabytesOfErrorsAreNoBurden() throws InterruptedException {
        String filler = "x".repeat(LINE - 8);
        running(ApplyWorkload.of(
                "web", script("seq -w " + LINES + " | sed 's/$/ " + filler + "/' >&2; echo end >&2; exec sleep 1000")));
        await().atMost(LONG).until(() -> texts(LogQuery.ALL.last(1)).equals(List.of("end")));

        Duration tail = timed(() ->
                assertThat(texts(LogQuery.ALL.last(3))).containsExactly("099999 " + filler, "100000 " + filler, "end"));
        Duration list = timed(() -> assertThat(agent.workloads(Owner.EMBEDDER)).hasSize(1));
        Duration status =
                timed(() -> assertThat(now(WEB).status().message().length()).isLessThan(LINE));
        System.out.printf(
                "beside 100 MB of errors: the last lines %d ms, list %d ms, status %d ms%n",
                tail.toMillis(), list.toMillis(), status.toMillis());

        assertThat(linesRead()).isEqualTo(LINES + 1);
    }

    /** Reads everything, and keeps nothing of it. */
    private int linesRead() throws InterruptedException {
        int count = 0;
        try (TimedLogStream log = agent.workload(WEB).orElseThrow().log(LogQuery.ALL)) {
            for (Optional<TimedLine> line = log.next(); line.isPresent(); line = log.next()) {
                assertThat(line.get().output()).isEqualTo(TimedLine.Output.STDERR);
                count++;
            }
        }
        return count;
    }

    @FunctionalInterface
    private interface Question {
        void ask() throws InterruptedException;
    }

    private static Duration timed(Question question) throws InterruptedException {
        long start = System.nanoTime();
        question.ask();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Test
    void theLogOfAContainerGoesOnWhenTheAgentRestartsIt() throws InterruptedException {
        String container = running(ApplyWorkload.of("web", script("echo begins; exec sleep 1000")));
        await().atMost(LONG).until(() -> texts(LogQuery.ALL).equals(List.of("begins")));

        docker.client().killContainerCmd(container).exec();

        await().atMost(LONG).until(() -> texts(LogQuery.ALL).equals(List.of("begins", "begins")));
        Instant second = lines(LogQuery.ALL).get(1).time();
        assertThat(texts(LogQuery.ALL.from(second))).hasSize(1);
        assertThat(texts(LogQuery.ALL.last(1))).hasSize(1);
    }

    @Test
    void aFollowerHearsTheEndAndFindsTheRestBySince() throws InterruptedException {
        String container =
                running(ApplyWorkload.of("web", script("for i in 1 2 3; do echo $i; done; exec sleep 1000")));
        List<TimedLine> heard = new ArrayList<>();
        try (TimedLogStream log = agent.workload(WEB).orElseThrow().log(LogQuery.ALL.following())) {
            for (int i = 0; i < 3; i++) {
                heard.add(log.next().orElseThrow());
            }
            docker.client().killContainerCmd(container).exec();
            for (Optional<TimedLine> line = log.next(); line.isPresent(); line = log.next()) {
                heard.add(line.get());
            }
        }
        assertThat(heard).extracting(TimedLine::text).startsWith("1", "2", "3");

        Instant after = heard.get(heard.size() - 1).time().plusNanos(1);
        await().atMost(LONG)
                .until(() -> heard.size() + texts(LogQuery.ALL.from(after)).size() == 6);
    }

    @Test
    void aNewRevisionHasALogOfItsOwn() throws InterruptedException {
        running(ApplyWorkload.of("web", script("echo old; exec sleep 1000")));

        running(ApplyWorkload.of("web", script("echo new; exec sleep 1000")));

        await().atMost(LONG).until(() -> texts(LogQuery.ALL).equals(List.of("new")));
    }

    @Test
    void whileANewRevisionIsTriedTheLogIsThatOfTheOldOne() throws InterruptedException {
        running(ApplyWorkload.of("web", script("echo old; exec sleep 1000")));
        List<String> expected = List.of("old");
        await().atMost(LONG).until(() -> texts(LogQuery.ALL).equals(expected));

        agent.apply(ApplyWorkload.of("web", script("echo new; sleep 0.5; exit 1")));

        await().atMost(LONG).until(() -> {
            assertThat(texts(LogQuery.ALL)).isEqualTo(expected);
            return now(WEB).status().failure().isPresent();
        });
    }
}
