package dev.hostler.engine.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.job.Isolation;
import dev.hostler.api.spi.CancellationToken;
import dev.hostler.api.spi.Sandbox;
import dev.hostler.testkit.FakeExecutor;
import dev.hostler.testkit.SandboxBench;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where a job goes when there is no container for it. */
class PlacementTest {
    private final FakeExecutor containers = new FakeExecutor();
    private final FakeExecutor host = new FakeExecutor();
    private final Placement placement = new Placement(Map.of("docker", containers, "process", host));
    private final List<String> notices = new ArrayList<>();

    @TempDir
    Path directory;

    @AfterEach
    void endAll() {
        host.endAll();
        containers.endAll();
    }

    private Sandbox open(Optional<String> image) throws InterruptedException {
        return placement.open(
                Isolation.AUTO,
                SandboxBench.create(directory).spec("one", image),
                notices::add,
                CancellationToken.NONE);
    }

    private void failContainers(ErrorCode code) {
        containers.failOpen(Failure.cannot(code, "use image", "busybox", "it is so", "change it"));
    }

    @ParameterizedTest
    @EnumSource(names = {"IMAGE_NOT_FOUND", "IMAGE_DENIED", "IMAGE_UNAVAILABLE"})
    void aJobWithoutAnImageRunsOnTheHostWhenTheDefaultOneCannotBeHad(ErrorCode code) throws InterruptedException {
        failContainers(code);

        open(Optional.empty());

        assertThat(host.sandboxes()).hasSize(1);
        assertThat(notices).anyMatch(line -> line.startsWith("no container: Cannot use image 'busybox'"));
    }

    @ParameterizedTest
    @EnumSource(names = {"IMAGE_NOT_FOUND", "IMAGE_DENIED", "IMAGE_UNAVAILABLE"})
    void aJobWithAnImageRunsInItOrNotAtAll(ErrorCode code) {
        failContainers(code);

        assertThatThrownBy(() -> open(Optional.of("busybox")))
                .isInstanceOfSatisfying(
                        AgentException.class, e -> assertThat(e.code()).isEqualTo(code));

        assertThat(host.sandboxes()).isEmpty();
    }

    @Test
    void whatIsNotTheImagesFaultIsNotGotRoundOnTheHost() {
        failContainers(ErrorCode.RUNTIME_UNAVAILABLE);

        assertThatThrownBy(() -> open(Optional.empty()))
                .isInstanceOfSatisfying(
                        AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RUNTIME_UNAVAILABLE));

        assertThat(host.sandboxes()).isEmpty();
    }
}
