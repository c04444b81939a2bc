package dev.hostler.engine.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.job.StepCommand;
import dev.hostler.api.spi.CancellationToken;
import dev.hostler.api.spi.ExecutorProvider;
import dev.hostler.api.spi.JobExecutor;
import dev.hostler.api.spi.Sandbox;
import dev.hostler.api.spi.SandboxSpec;
import dev.hostler.engine.executor.docker.DockerExecutorProvider;
import dev.hostler.engine.executor.process.ProcessExecutorProvider;
import dev.hostler.engine.testing.DockerHost;
import dev.hostler.engine.testing.TestContext;
import dev.hostler.engine.time.SystemScheduler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** A fence in the real places where jobs run: another user, read-only input, the host's own boot clock. */
@Timeout(60)
class ExecutorFenceTest {
    static final List<ExecutorProvider> EXECUTORS =
            List.of(new ProcessExecutorProvider(), new DockerExecutorProvider());

    @TempDir
    Path directory;

    private final SystemScheduler scheduler = SystemScheduler.create();

    @AfterEach
    void stop() {
        scheduler.close();
    }

    @ParameterizedTest
    @FieldSource("EXECUTORS")
    void endsAStepOnceItIsNotRenewedAnyMore(ExecutorProvider provider) throws Exception {
        String image = DockerHost.requireBusybox();
        Path data = Files.createDirectory(directory.resolve("data"));
        Map<String, String> settings = Map.of("data-directory", data.toString(), "default-image", image);
        String id = "f" + UUID.randomUUID();
        Path memory = MemoryRoot.choose(Map.of(), data, id).directory();
        SandboxDirectories place = SandboxDirectories.of(id, data.resolve("sandboxes"), memory);
        TestContext context = TestContext.of(id, scheduler, settings);
        place.create(context.processes());
        try (JobExecutor executor = provider.create(context)) {
            Sandbox sandbox = executor.open(spec(id, place), line -> {}, CancellationToken.NONE);
            try (SandboxSession session =
                    SandboxSession.open(sandbox, place.paths(), scheduler, OutputBounds.DEFAULT)) {
                session.awaitReady(Duration.ofSeconds(20));
                renewAndThenNoMore(session);
            } finally {
                sandbox.destroy();
            }
        } finally {
            place.remove();
            TreeRemoval.remove(memory);
        }
    }

    private void renewAndThenNoMore(SandboxSession session) throws Exception {
        Fence fence = session.fence();
        Duration deadline = scheduler.sinceBoot().plus(Fence.MARGIN);
        fence.renew(deadline.plusSeconds(2));
        StopRequest renewing = () -> {
            // Once, long before the first deadline.
            if (scheduler.sinceBoot().plus(Fence.MARGIN).compareTo(deadline.plusSeconds(1)) < 0) {
                fence.renew(deadline.plusSeconds(5));
            }
            return Optional.empty();
        };
        StepCommand tree = new StepCommand.Script("setsid sleep 600 & sleep 600", Optional.empty());
        Duration start = scheduler.sinceBoot();

        StepEnd end = session.run(new StepOrder(1, tree, Map.of(), Optional.empty()), (buffer, length) -> {}, renewing);

        assertThat(end).isEqualTo(new StepEnd.Fenced(OptionalInt.of(137)));
        assertThat(scheduler.sinceBoot().minus(start))
                .as("renewed once")
                .isBetween(Duration.ofSeconds(3), Duration.ofSeconds(40));
    }

    private static SandboxSpec spec(String id, SandboxDirectories place) {
        return new SandboxSpec(
                id, place.paths(), SandboxDirectories.ENTRY, Optional.empty(), SandboxSpec.Limits.NONE, false);
    }
}
