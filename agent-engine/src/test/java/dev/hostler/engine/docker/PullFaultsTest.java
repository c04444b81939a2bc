package dev.hostler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.spi.CancellationToken;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.engine.process.OsProcessLauncher;
import dev.hostler.engine.testing.FakeEngine;
import dev.hostler.engine.time.SystemScheduler;
import dev.hostler.testkit.TestCancellation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pulls from an engine that misbehaves. */
class PullFaultsTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(20);

    private final SystemScheduler scheduler = SystemScheduler.create();
    private final List<String> notices = new ArrayList<>();

    @TempDir
    Path directory;

    private FakeEngine engine;
    private EngineConnection connection;

    @BeforeEach
    void start() throws IOException {
        engine = new FakeEngine(directory);
        connection = new EngineConnection(scheduler, EngineAddress.of(engine.address()));
    }

    @AfterEach
    void stop() {
        connection.close();
        engine.close();
        scheduler.close();
        await().until(() -> threads("docker").isEmpty());
    }

    private static List<String> threads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(prefix))
                .toList();
    }

    private Images images(PullPolicy policy, Duration patience) {
        PullSettings settings = new PullSettings(policy, new PullRetries(1), new PullPace(SHORT, LONG, patience));
        RegistryLogins logins = new RegistryLogins(directory, new OsProcessLauncher(scheduler), Map.of());
        return new Images(connection, scheduler, settings, logins);
    }

    @Test
    void anErrorInsideOfAPullIsFoundThoughTheStreamEndsWell() {
        engine.answerPing("1.41")
                .answer(
                        "/images/create",
                        FakeEngine.stream("{\"status\":\"Pulling\"}\r\n{\"errorDetail\":{\"message\":\"manifest"
                                + " unknown\"},\"error\":\"manifest unknown\"}\r\n"));

        assertThatPullFailsWith("manifest unknown", LONG);
    }

    @Test
    void aPullWhoseStreamIsCutIsNotTakenForAnImage() {
        engine.answerPing("1.41").answer("/images/create", FakeEngine.stream("{\"status\":\"Pulling\"}\r\n{\"sta"));

        assertThatPullFailsWith("the engine's answer was cut", LONG);
    }

    @Test
    void aPullWithoutProgressIsGivenUp() {
        engine.answerPing("1.41").answer("/images/create", FakeEngine.SILENCE);

        assertThatPullFailsWith("nothing came for", SHORT);
    }

    private void assertThatPullFailsWith(String cause, Duration patience) {
        assertThatThrownBy(() -> images(PullPolicy.MISSING, patience)
                        .require(new ImageName("some/image"), notices::add, CancellationToken.NONE))
                .isInstanceOfSatisfying(
                        AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_UNAVAILABLE))
                .hasMessageContaining("'some/image'")
                .hasMessageNotContaining("\n")
                .hasMessageContaining(cause);
        assertThat(notices).containsExactly("pulling image some/image");
        assertThat(engine.requests()).anyMatch(line -> line.contains("/images/create?") && line.contains("tag=latest"));
    }

    @Test
    void aPullThatHasNotBegunCanBeCancelled() throws InterruptedException {
        engine.answerPing("1.41").answer("/images/create", FakeEngine.SILENCE);
        TestCancellation token = new TestCancellation();
        AtomicBoolean cancelled = new AtomicBoolean();
        Images images = images(PullPolicy.ALWAYS, LONG);
        Scheduler.Task puller = scheduler.start("puller", () -> {
            try {
                images.require(new ImageName("some/image"), notices::add, token);
            } catch (InterruptedException e) {
                cancelled.set(true);
            }
        });
        await().until(() -> engine.requests().stream().anyMatch(line -> line.contains("/images/create")));

        token.cancel();

        assertThat(puller.join(Duration.ofSeconds(10))).isTrue();
        assertThat(cancelled).isTrue();
        await().atMost(Duration.ofSeconds(10))
                .until(() -> threads("docker-pull").isEmpty());
    }
}
