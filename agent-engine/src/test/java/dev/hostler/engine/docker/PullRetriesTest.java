package dev.hostler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.engine.process.OsProcessLauncher;
import dev.hostler.engine.testing.FakeEngine;
import dev.hostler.engine.testing.ToldNotices;
import dev.hostler.testkit.ManualScheduler;
import dev.hostler.testkit.TestCancellation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a pull is tried again, on a clock that the test moves. */
class PullRetriesTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration TICK = Duration.ofMillis(1);

    private final ManualScheduler scheduler = new ManualScheduler();
    private final ToldNotices told = new ToldNotices();
    private final TestCancellation token = new TestCancellation();
    private final CompletableFuture<String> end = new CompletableFuture<>();

    @TempDir
    Path directory;

    private FakeEngine engine;
    private EngineConnection connection;
    private Optional<Scheduler.Task> puller = Optional.empty();

    @BeforeEach
    void start() throws IOException {
        engine = new FakeEngine(directory);
        engine.answerPing("1.41");
        connection = new EngineConnection(scheduler, EngineAddress.of(engine.address()));
    }

    @AfterEach
    void stop() throws InterruptedException {
        token.cancel();
        if (puller.isPresent()) {
            assertThat(puller.get().join(LONG)).isTrue();
        }
        connection.close();
        engine.close();
    }

    private void pull(String answer) {
        engine.answer("/images/create", answer);
        PullSettings settings = new PullSettings(PullPolicy.ALWAYS, new PullRetries(6), PullPace.USUAL);
        RegistryLogins logins = new RegistryLogins(directory, new OsProcessLauncher(scheduler), Map.of());
        Images images = new Images(connection, scheduler, settings, logins, ImageLedger.inMemory());
        puller = Optional.of(scheduler.start("puller", () -> {
            try {
                images.require(new ImageName("some/image"), told, token);
                end.complete("pulled");
            } catch (InterruptedException e) {
                end.complete("interrupted");
            } catch (AgentException e) {
                end.complete(String.valueOf(e.getMessage()));
            }
        }));
    }

    private static String error(String message) {
        return FakeEngine.stream("{\"errorDetail\":{\"message\":\"" + message + "\"}}\r\n");
    }

    private long attempts() {
        return engine.requests().stream()
                .filter(request -> request.contains("/images/create"))
                .count();
    }

    private List<String> retries() {
        return told.lines().stream().filter(line -> line.contains("again")).toList();
    }

    private void awaitRetries(int count) {
        // What is told comes before the pause.
        await().until(() -> retries().size() == count && scheduler.waiting() == 1);
    }

    @Test
    void aPassingTroubleIsMetWithSixAttemptsAndGrowingWaits() {
        pull(error("dial tcp 192.0.2.1:443: connect: connection refused"));

        List<Integer> waits = List.of(1, 2, 4, 8, 16);
        for (int i = 0; i < waits.size(); i++) {
            awaitRetries(i + 1);
            scheduler.advance(Duration.ofSeconds(waits.get(i)).minus(TICK));
            assertThat(attempts()).as("before the wait is over").isEqualTo(i + 1);
            scheduler.advance(TICK);
        }

        assertThat(end)
                .succeedsWithin(LONG)
                .asString()
                .contains("connection refused")
                .contains("see whether docker.io is well");
        assertThat(attempts()).isEqualTo(6);
        assertThat(retries())
                .containsExactlyElementsOf(IntStream.range(0, 5)
                        .mapToObj(i -> "pulling image some/image: trying again in " + waits.get(i) + " s (attempt "
                                + (i + 2) + " of 6): dial tcp 192.0.2.1:443: connect: connection refused")
                        .toList());
    }

    @Test
    void aRegistryThatNamesItsWaitIsLeftAloneThatLong() {
        pull(error("toomanyrequests: retry-after: 7.5s, allowed: 100/minute"));
        awaitRetries(1);

        scheduler.advance(Duration.ofSeconds(7));
        assertThat(attempts()).isEqualTo(1);
        scheduler.advance(Duration.ofSeconds(1));

        awaitRetries(2);
        assertThat(retries().get(0)).contains("trying again in 8 s");
    }

    @Test
    void aCancelEndsTheWait() {
        pull(error("unexpected EOF"));
        awaitRetries(1);

        token.cancel();

        assertThat(end).succeedsWithin(LONG).isEqualTo("interrupted");
        assertThat(attempts()).isEqualTo(1);
    }

    @Test
    void whatIsFinalIsNotTriedAgain() {
        pull(FakeEngine.json(404, "{\"message\":\"pull access denied for some/image\"}"));

        assertThat(end).succeedsWithin(LONG).asString().contains("pull access denied");
        assertThat(attempts()).isEqualTo(1);
        assertThat(retries()).isEmpty();
    }

    @Test
    void aLongWishIsCutAndAShortOneDoesNotHurry() {
        PullRetries retries = new PullRetries(6);
        assertThat(retries.waitAfter(3, Optional.of(Duration.ofMillis(1)))).isEqualTo(Duration.ofSeconds(4));
        assertThat(retries.waitAfter(3, Optional.of(Duration.ofDays(1)))).isEqualTo(Duration.ofMinutes(5));
        assertThat(retries.waitAfter(90, Optional.empty())).isEqualTo(Duration.ofSeconds(16));
    }
}
