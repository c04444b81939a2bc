package dev.hostler.engine.executor.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.command.InspectContainerResponse;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.spi.CancellationToken;
import dev.hostler.api.spi.JobExecutor;
import dev.hostler.api.spi.Sandbox;
import dev.hostler.api.spi.SandboxCapability;
import dev.hostler.api.spi.SandboxSpec;
import dev.hostler.engine.testing.DockerHost;
import dev.hostler.engine.testing.TestContext;
import dev.hostler.engine.time.SystemScheduler;
import dev.hostler.testkit.IsolationContract;
import dev.hostler.testkit.SandboxBench;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The same contract for containers that share no files. */
class CopiedDockerSandboxTest extends IsolationContract {
    private static final Map<String, String> SETTINGS =
            Map.of("default-image", DockerHost.IMAGE, "pull", "never", "shared-files", "no");

    private static DockerHost docker;

    private final SystemScheduler scheduler = SystemScheduler.create();
    private final String agentId = "copy" + ProcessHandle.current().pid();

    /** The client library's thread that sends to an attached program throws when that has ended first: no test's matter. */
    @BeforeAll
    static void requireEngine() {
        docker = DockerHost.require();
        Awaitility.doNotCatchUncaughtExceptionsByDefault();
    }

    @AfterAll
    static void close() {
        Awaitility.catchUncaughtExceptionsByDefault();
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
        return new DockerExecutorProvider().create(TestContext.of(agentId, scheduler, SETTINGS));
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
        return new SandboxSpec(
                spec.id(),
                spec.directories(),
                spec.entry(),
                Optional.of(DockerHost.EMPTY_IMAGE),
                spec.limits(),
                spec.network());
    }

    @Override
    protected Duration openTime() {
        return Duration.ofMillis(360);
    }

    @Override
    protected int end(Sandbox sandbox, SandboxBench bench) {
        docker.client().killContainerCmd(container(sandbox)).exec();
        return 137;
    }

    @Override
    protected List<String> leftovers() {
        List<String> left = new ArrayList<>(docker.volumes(Labels.AGENT + "=" + agentId));
        docker.containers(Labels.AGENT, agentId).forEach(container -> left.add(container.getId()));
        return left;
    }

    private static String container(Sandbox sandbox) {
        return DockerRecord.of(sandbox.handle()).container();
    }

    @Test
    void promisesNoSharedFiles() {
        assertThat(executor.capabilities())
                .contains(SandboxCapability.ATTACHED_EXEC)
                .doesNotContain(SandboxCapability.SHARED_FILES);
    }

    @Test
    void mountsNothingOfTheHost() {
        Sandbox sandbox = open(newBench());

        InspectContainerResponse container =
                docker.client().inspectContainerCmd(container(sandbox)).exec();

        assertThat(container.getHostConfig().getMounts())
                .allMatch(mount ->
                        String.valueOf(mount.getType()).equalsIgnoreCase("volume") && mount.getSource() == null);
        assertThat(notices).anyMatch(line -> line.startsWith("files are copied and not shared"));
    }

    @Test
    void theFirstProcessReapsWhatProgramsLeaveOnceItIsTold() {
        SandboxBench bench = newBench();
        open(bench);
        bench.run("i=0; while [ $i -lt 20 ]; do (sleep 0.01 & ) ; i=$((i+1)); done");

        await().until(() -> bench.run("ps -o stat | grep -c Z || true").equals("20"));
        await().until(() ->
                bench.run("kill -USR1 1; ps -o stat | grep -c Z || true").equals("0"));
    }

    @Test
    void anImageWithoutAShellIsRefusedWithThatReason() {
        assertThatThrownBy(() -> executor.open(broken(spec(newBench())), notices::add, CancellationToken.NONE))
                .isInstanceOfSatisfying(
                        AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_UNAVAILABLE))
                .hasMessageContaining("no program 'sh'");
    }
}
