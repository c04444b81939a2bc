package dev.hostler.engine.executor.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.RestartPolicy;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.spi.CancellationToken;
import dev.hostler.api.spi.JobExecutor;
import dev.hostler.api.spi.Sandbox;
import dev.hostler.api.spi.SandboxSpec;
import dev.hostler.api.spi.SandboxState;
import dev.hostler.engine.testing.DockerHost;
import dev.hostler.engine.testing.TestContext;
import dev.hostler.engine.time.SystemScheduler;
import dev.hostler.testkit.LimitsContract;
import dev.hostler.testkit.SandboxBench;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DockerSandboxTest extends LimitsContract {
    private static DockerHost docker;

    private final SystemScheduler scheduler = SystemScheduler.create();
    private final Map<String, String> settings =
            new HashMap<>(Map.of("default-image", DockerHost.IMAGE, "pull", "never"));
    private final String agentId = "test" + ProcessHandle.current().pid();

    @BeforeAll
    static void requireEngine() {
        docker = DockerHost.require();
    }

    @AfterAll
    static void close() {
        if (docker != null) {
            docker.close();
        }
    }

    @AfterEach
    void stop() {
        scheduler.close();
    }

    @Override
    protected JobExecutor createExecutor() {
        return new DockerExecutorProvider().create(TestContext.of(agentId, scheduler, settings));
    }

    @Override
    protected Optional<String> image() {
        return Optional.of(DockerHost.IMAGE);
    }

    @Override
    protected Path dataDirectory() {
        try {
            return Files.createDirectories(root.resolve("data"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected SandboxSpec broken(SandboxSpec spec) {
        return with(spec, Optional.of(DockerHost.EMPTY_IMAGE), spec.limits());
    }

    @Override
    protected Duration openTime() {
        return Duration.ofMillis(360);
    }

    @Override
    protected List<String> leftovers() {
        return docker.containers(Labels.AGENT, agentId).stream()
                .map(container -> container.getId() + " " + container.getStatus())
                .toList();
    }

    private static SandboxSpec with(SandboxSpec spec, Optional<String> image, SandboxSpec.Limits limits) {
        return new SandboxSpec(spec.id(), spec.directories(), spec.entry(), image, limits, spec.network());
    }

    private InspectContainerResponse inspect(Sandbox sandbox) {
        return docker.client()
                .inspectContainerCmd(DockerRecord.of(sandbox.handle()).container())
                .exec();
    }

    @Test
    void theContainerIsMadeForOneJobAndNothingElse() {
        Sandbox sandbox = open(newBench());

        InspectContainerResponse container = inspect(sandbox);
        HostConfig config = container.getHostConfig();
        assertThat(container.getName()).isEqualTo("/hostler-" + sandbox.handle().sandbox());
        assertThat(container.getConfig().getLabels())
                .containsEntry(Labels.AGENT, agentId)
                .containsEntry(Labels.SANDBOX, sandbox.handle().sandbox());
        assertThat(config.getRestartPolicy()).isEqualTo(RestartPolicy.noRestart());
        assertThat(config.getLogConfig().getType().getType()).isEqualTo("none");
        assertThat(config.getSecurityOpts()).contains("no-new-privileges");
        assertThat(config.getCapDrop()).extracting(Enum::name).containsExactly("MKNOD");
        assertThat(config.getPidsLimit()).isEqualTo(4096);
        assertThat(config.getPrivileged()).isFalse();
        assertThat(notices)
                .last()
                .asString()
                .matches("isolation: docker \\(image " + DockerHost.IMAGE + ", engine [0-9.]+\\)");
    }

    @Test
    void theLimitsOfTheSpecArePassedOn() {
        SandboxBench bench = newBench();
        SandboxSpec.Limits limits =
                new SandboxSpec.Limits(OptionalDouble.of(0.5), OptionalLong.of(64L << 20), OptionalInt.of(50));

        HostConfig config =
                inspect(open(bench, with(spec(bench), image(), limits))).getHostConfig();

        assertThat(config.getNanoCPUs()).isEqualTo(500_000_000L);
        assertThat(config.getMemory()).isEqualTo(64L << 20);
        assertThat(config.getMemorySwap()).isEqualTo(64L << 20);
        assertThat(config.getPidsLimit()).isEqualTo(50);
    }

    @Test
    void aSandboxThatRanOutOfMemorySaysSo() throws IOException {
        SandboxBench bench = newBench();
        Files.writeString(
                bench.directories().input().resolve(SandboxBench.ENTRY),
                "echo 1 1 x >$2/ready; x=x; while :; do x=$x$x; done");
        SandboxSpec.Limits limits =
                new SandboxSpec.Limits(OptionalDouble.empty(), OptionalLong.of(32L << 20), OptionalInt.empty());

        Sandbox sandbox = open(bench, with(spec(bench), image(), limits));

        SandboxBench.awaitState(sandbox, SandboxState.Ended.class);
        assertThat(sandbox.state()).isEqualTo(new SandboxState.Ended(OptionalInt.of(137), true));
    }

    @Test
    void aContainerThatSomebodyStartedAgainIsNotTheSandboxAnyMore() {
        SandboxBench bench = newBench();
        Sandbox sandbox = open(bench);
        String container = DockerRecord.of(sandbox.handle()).container();
        bench.end(3);
        SandboxBench.awaitState(sandbox, SandboxState.Ended.class);

        docker.client().startContainerCmd(container).exec();

        assertThat(inspect(sandbox).getState().getRunning()).isTrue();
        assertThat(sandbox.state()).isInstanceOf(SandboxState.Ended.class);
    }

    @Test
    void anImageWithoutAShellIsRefusedWithThatReason() {
        assertThatThrownBy(() -> executor.open(broken(spec(newBench())), notices::add, CancellationToken.NONE))
                .isInstanceOfSatisfying(
                        AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_UNAVAILABLE))
                .hasMessageContaining("'" + DockerHost.EMPTY_IMAGE + "'")
                .hasMessageContaining("no program 'sh'");
    }

    @Test
    void anImageThatIsNotThereAndMustNotBePulledIsRefused() {
        SandboxSpec spec = spec(newBench());

        assertThatThrownBy(() -> executor.open(
                        with(spec, Optional.of("hostler-test/none:1"), spec.limits()),
                        notices::add,
                        CancellationToken.NONE))
                .isInstanceOfSatisfying(
                        AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_UNAVAILABLE))
                .hasMessageContaining("'hostler-test/none:1'")
                .hasMessageContaining("never pulled");
        assertThat(notices).isEmpty();
    }

    @Test
    void anImageThatCannotBePulledIsRefusedWithTheRegistrysAnswer() {
        settings.put("pull", "missing");
        settings.put("pull-attempts", "1");
        // Nothing listens there.
        Optional<String> image = Optional.of("localhost:1/hostler-test/none");
        SandboxSpec spec = spec(newBench());

        assertThatThrownBy(() ->
                        newExecutor().open(with(spec, image, spec.limits()), notices::add, CancellationToken.NONE))
                .isInstanceOfSatisfying(
                        AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_UNAVAILABLE))
                .hasMessageContaining("connection refused")
                .hasMessageNotContaining("\n");
        assertThat(notices).containsExactly("pulling image localhost:1/hostler-test/none");
    }

    @Test
    void aDirectoryThatIsNotThereIsNotMade() {
        SandboxSpec spec = spec(newBench());
        Path missing = root.resolve("missing");
        SandboxSpec.Directories at = spec.directories();
        SandboxSpec.Directories wrong =
                new SandboxSpec.Directories(missing, at.home(), at.input(), at.output(), at.scratch());

        assertThatThrownBy(() -> executor.open(
                        new SandboxSpec(spec.id(), wrong, spec.entry(), image(), spec.limits(), true),
                        notices::add,
                        CancellationToken.NONE))
                .isInstanceOfSatisfying(
                        AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RUNTIME_UNAVAILABLE))
                .hasMessageContaining(missing.toString());
        assertThat(missing).doesNotExist();
    }

    @Test
    void aNameThatSomebodyElseHasIsLeftAlone() {
        SandboxSpec spec = spec(newBench());
        String other = docker.client()
                .createContainerCmd(DockerHost.IMAGE)
                .withName(ContainerPlan.name(spec.id()))
                .withCmd("true")
                .exec()
                .getId();
        try {
            assertThatThrownBy(() -> executor.open(spec, notices::add, CancellationToken.NONE))
                    .isInstanceOf(AgentException.class);

            assertThat(docker.client().inspectContainerCmd(other).exec().getId())
                    .isEqualTo(other);
        } finally {
            docker.client().removeContainerCmd(other).exec();
        }
    }

    @Test
    void anotherAgentsSandboxesAreNotListed() {
        open(newBench());

        try (JobExecutor other =
                new DockerExecutorProvider().create(TestContext.of(agentId + "x", scheduler, settings))) {
            assertThat(other.sandboxes()).isEmpty();
        }
        assertThat(executor.sandboxes()).hasSize(1);
    }

    @Test
    void agentWideLimitsHoldWhereTheSpecHasNone() {
        settings.putAll(Map.of("cpus", "0.5", "memory", "64MiB", "processes", "40"));
        executor = newExecutor();
        SandboxBench bench = newBench();
        SandboxSpec.Limits own =
                new SandboxSpec.Limits(OptionalDouble.empty(), OptionalLong.of(32L << 20), OptionalInt.empty());

        HostConfig config =
                inspect(open(bench, with(spec(bench), image(), own))).getHostConfig();

        assertThat(config.getNanoCPUs()).isEqualTo(500_000_000L);
        assertThat(config.getMemory()).isEqualTo(32L << 20);
        assertThat(config.getPidsLimit()).isEqualTo(40);
    }

    @Test
    void whatTheJobGotBelongsToTheImagesUserAndKeepsItsModes() throws IOException {
        SandboxBench bench = newBench();
        Path file = Files.writeString(bench.directories().workspace().resolve("given"), "echo ran\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path outside = Files.writeString(root.resolve("outside"), "x");
        Files.createSymbolicLink(bench.directories().workspace().resolve("link"), outside);
        Files.createDirectory(bench.directories().home().resolve("kept"));

        open(bench, with(spec(bench), Optional.of(DockerHost.USER_IMAGE), SandboxSpec.Limits.NONE));

        assertThat(bench.run("id -u; echo '# more' >>given; ./given; touch \"$HOME/kept/new\" \"$HOME/new\""))
                .isEqualTo("1000\nran");
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(1000);
        assertThat(Files.getAttribute(outside, "unix:uid")).isEqualTo(0);
        assertThat(notices).hasSize(1);
    }

    @Test
    void stepsOfAnImageWithAUserOfItsOwnAreKilledAndTheSandboxIsSpared() throws InterruptedException {
        SandboxBench bench = newBench();
        Sandbox sandbox = open(bench, with(spec(bench), Optional.of(DockerHost.USER_IMAGE), SandboxSpec.Limits.NONE));
        int step = bench.start("trap '' TERM; setsid sh -c '" + SandboxBench.heartbeat("session") + "' & "
                + SandboxBench.heartbeat("leader"));
        bench.awaitHeartbeat("session");

        sandbox.killSteps();

        assertThat(bench.beats("session")).isFalse();
        assertThat(bench.exitCode(step)).isEqualTo(137);
        assertThat(sandbox.state()).isEqualTo(new SandboxState.Alive());
    }

    @Test
    void jobsWithoutAnImageRunInTheDefaultOne() {
        SandboxBench bench = newBench();

        Sandbox sandbox = open(bench, with(spec(bench), Optional.empty(), SandboxSpec.Limits.NONE));

        assertThat(inspect(sandbox).getConfig().getImage()).isEqualTo(DockerHost.IMAGE);
    }
}
