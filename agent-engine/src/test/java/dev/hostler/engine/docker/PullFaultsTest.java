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
import dev.hostler.testkit.TestCancellation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Pulls from an engine that misbehaves. */
class PullFaultsTest extends FakeEngineScenario {
    private final List<String> notices = new ArrayList<>();

    private Images images(PullPolicy policy, Duration patience) {
        PullSettings settings = new PullSettings(policy, new PullRetries(1), new PullPace(SHORT, LONG, patience));
        RegistryLogins logins = new RegistryLogins(directory, new OsProcessLauncher(scheduler), Map.of());
        return new Images(connection, scheduler, settings, logins, ImageLedger.inMemory());
    }

    @Test
    void anErrorInsideOfAPullIsFoundThoughTheStreamEndsWell() {
        engine.answerPing("1.41")
                .answer(
                        "/images/create",
                        FakeEngine.stream("{\"status\":\"Pulling\"}\r\n{\"errorDetail\":{\"message\":\"manifest"
                                + " unknown\"},\"error\":\"manifest unknown\"}\r\n"));

        assertThatPullFailsWith(ErrorCode.IMAGE_NOT_FOUND, "manifest unknown", LONG);
    }

    @Test
    void aPullWhoseStreamIsCutIsNotTakenForAnImage() {
        engine.answerPing("1.41").answer("/images/create", FakeEngine.stream("{\"status\":\"Pulling\"}\r\n{\"sta"));

        assertThatPullFailsWith(ErrorCode.IMAGE_UNAVAILABLE, "the engine's answer was cut", LONG);
    }

    @Test
    void aPullWithoutProgressIsGivenUp() {
        engine.answerPing("1.41").answer("/images/create", FakeEngine.SILENCE);

        assertThatPullFailsWith(ErrorCode.IMAGE_UNAVAILABLE, "nothing came for", SHORT);
    }

    private void assertThatPullFailsWith(ErrorCode code, String cause, Duration patience) {
        assertThatThrownBy(() -> images(PullPolicy.MISSING, patience)
                        .require(new ImageName("some/image"), notices::add, CancellationToken.NONE))
                .isInstanceOfSatisfying(
                        AgentException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining("'some/image'")
                .hasMessageNotContaining("\n")
                .hasMessageContaining(cause);
        assertThat(notices).containsExactly("pulling image some/image");
        assertThat(engine.requests()).anyMatch(line -> line.contains("/images/create?") && line.contains("tag=latest"));
    }

    @Test
    void theStatusOfTheEngineTellsWhatItIs() {
        engine.answerPing("1.41").answer("/images/create", FakeEngine.json(404, "{\"message\":\"not here\"}"));
        assertThatPullFailsWith(ErrorCode.IMAGE_NOT_FOUND, "not here", LONG);
        notices.clear();

        engine.answer("/images/create", FakeEngine.json(401, "{\"message\":\"go away\"}"));
        assertThatPullFailsWith(ErrorCode.IMAGE_DENIED, "the agent has no login there", LONG);
    }

    @Test
    void thePolicyOfTheCallCountsAndNotTheOperators() throws InterruptedException {
        engine.answerPing("1.41")
                .answer("/images/here/json", FakeEngine.json(200, "{\"Id\":\"sha256:1\",\"Size\":5}"))
                .answer("/images/create", FakeEngine.stream("{\"status\":\"Pulling\"}\r\n"));
        ImageName image = new ImageName("here");

        images(PullPolicy.ALWAYS, LONG).require(image, PullPolicy.MISSING, notices::add, CancellationToken.NONE);
        images(PullPolicy.ALWAYS, LONG).require(image, PullPolicy.NEVER, notices::add, CancellationToken.NONE);
        assertThat(notices).isEmpty();

        images(PullPolicy.NEVER, LONG).require(image, PullPolicy.ALWAYS, notices::add, CancellationToken.NONE);
        assertThat(notices).first().isEqualTo("pulling image here");
    }

    @Test
    void anImageThatIsNotThereAndNeverPulledIsRefusedWithWhoseWishThatIs() {
        engine.answerPing("1.41");
        ImageName image = new ImageName("some/image");

        assertThatThrownBy(() -> images(PullPolicy.ALWAYS, LONG)
                        .require(image, PullPolicy.NEVER, notices::add, CancellationToken.NONE))
                .isInstanceOfSatisfying(
                        AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_UNAVAILABLE))
                .hasMessageContaining("never pulled, by its own pull policy");
        assertThatThrownBy(() -> images(PullPolicy.NEVER, LONG).require(image, notices::add, CancellationToken.NONE))
                .hasMessageContaining("never pulled, by the setting 'pull'");
        assertThat(notices).isEmpty();
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
