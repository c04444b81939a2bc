package dev.hostler.engine;

import static dev.hostler.api.workload.WorkloadPhase.FAILED;
import static dev.hostler.api.workload.WorkloadPhase.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.workload.ApplyWorkload;
import dev.hostler.api.workload.ContainerSpec;
import dev.hostler.api.workload.NetworkMode;
import dev.hostler.api.workload.Workload;
import dev.hostler.api.workload.WorkloadStatus;
import java.io.IOException;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

/** New revisions that come to nothing, and the old one that goes on in their place. */
class FailedUpdateTest extends ContainerScenario {
    private static final String ILL_IMAGE = "hostler-test/never-well:1";

    private static ApplyWorkload first(ContainerSpec spec) {
        return ApplyWorkload.of("web", spec).revision("1");
    }

    /** Applies a second revision, and returns how it stands after its first attempt. */
    private WorkloadStatus failed(ContainerSpec spec) throws InterruptedException {
        Workload web = settled(ApplyWorkload.of("web", spec).revision("2"));
        assertThat(web.status().phase()).as("%s", web.status()).isEqualTo(FAILED);
        return web.status();
    }

    private void assertOldOneRuns(WorkloadStatus status, String container, ErrorCode why, String words) {
        assertThat(status.failure()).hasValueSatisfying(failure -> {
            assertThat(failure.code()).isEqualTo(why);
            assertThat(failure.message()).contains(words).contains("'embedder/web'");
        });
        assertThat(status.message()).contains(words);
        assertThat(status.revisions().wanted()).hasToString("Optional[2]");
        assertThat(status.revisions().applied()).hasToString("Optional[1]");
        assertThat(status.revisions().observed()).hasToString("Optional[1]");
        await().atMost(LONG)
                .until(() -> now(WEB).status().nextAttempt().isPresent()
                        || now(WEB).status().gaveUp());
        assertThat(status.details()).containsEntry("container.id", container);
        assertThat(inspect(container).getState().getRunning()).isTrue();
        assertThat(containers()).singleElement().asString().startsWith(container);
    }

    @Test
    void oneThatEndsAtOnceNeverTouchesTheOldOne() throws InterruptedException {
        String old = running(first(SPEC));
        String started = startedAt(old);

        WorkloadStatus status =
                failed(SPEC.toBuilder().command("sh", "-c", "exit 3").build());

        assertOldOneRuns(status, old, ErrorCode.EXITED, "exited with code 3");
        assertThat(startedAt(old)).isEqualTo(started);
    }

    @Test
    void oneThatFailsTheCheckOfItsImageNeverTouchesTheOldOne() throws InterruptedException, IOException {
        docker.requireVariant(ILL_IMAGE, "HEALTHCHECK --interval=1s --timeout=5s --retries=1 CMD false");
        String old = running(first(SPEC));
        String started = startedAt(old);

        WorkloadStatus status = failed(SPEC.toBuilder().image(ILL_IMAGE).build());

        assertOldOneRuns(status, old, ErrorCode.UNHEALTHY, "fails the health check of its image");
        assertThat(startedAt(old)).isEqualTo(started);
    }

    @Test
    void oneThatNeedsTheSamePortStopsTheOldOneAndThatComesBack() throws InterruptedException, IOException {
        ContainerSpec serving = serving(freePort());
        String old = running(first(serving));
        String started = startedAt(old);

        WorkloadStatus status =
                failed(serving.toBuilder().command("sh", "-c", "exit 3").build());

        assertOldOneRuns(status, old, ErrorCode.EXITED, "exited with code 3");
        assertThat(startedAt(old)).as("stopped, and started again").isNotEqualTo(started);
        assertThat(status.ports()).isEqualTo(serving.ports());
    }

    @Test
    void oneThatCantBeStartedStopsTheOldOneAndThatComesBack() throws InterruptedException, IOException {
        ContainerSpec serving = serving(freePort());
        String old = running(first(serving));

        WorkloadStatus status =
                failed(serving.toBuilder().command("/no/such/program").build());

        assertOldOneRuns(status, old, ErrorCode.INVALID_INPUT, "/no/such/program");
    }

    @Test
    void thePortGoesToTheNewRevisionThatLives() throws InterruptedException, IOException {
        ContainerSpec serving = serving(freePort());
        String old = running(first(serving));

        String next = running(
                ApplyWorkload.of("web", serving.toBuilder().env("A", "b").build())
                        .revision("2"));

        assertThat(next).isNotEqualTo(old);
        assertThat(now(WEB).status().ports()).isEqualTo(serving.ports());
        assertThat(containers()).singleElement().asString().startsWith(next);
    }

    @Test
    void theOldRevisionCanBeAppliedAgainAndIsTheSameContainer() throws InterruptedException {
        String old = running(first(SPEC));
        String started = startedAt(old);
        failed(SPEC.toBuilder().command("false").build());

        assertThat(running(first(SPEC))).isEqualTo(old);

        assertThat(startedAt(old)).isEqualTo(started);
        assertThat(now(WEB).status().phase()).isEqualTo(RUNNING);
        assertThat(now(WEB).status().failure()).isEmpty();
    }

    private static ContainerSpec serving(int port) {
        return SPEC.toBuilder().network(NetworkMode.BRIDGE).port(port, 80).build();
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }
}
