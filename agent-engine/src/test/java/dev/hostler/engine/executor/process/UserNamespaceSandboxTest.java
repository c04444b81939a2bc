package dev.hostler.engine.executor.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.spi.JobExecutor;
import dev.hostler.api.spi.ProcessLauncher;
import dev.hostler.api.spi.SandboxSpec;
import dev.hostler.engine.testing.TestContext;
import dev.hostler.engine.time.SystemScheduler;
import dev.hostler.testkit.IsolationContract;
import dev.hostler.testkit.SandboxBench;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an agent has that is not root: all commands run as another user, only the looking at /proc is root's. */
class UserNamespaceSandboxTest extends IsolationContract {
    private final SystemScheduler scheduler = SystemScheduler.create();
    private final String agentId = "nobody" + ProcessHandle.current().pid();
    private final TestContext context = TestContext.of(agentId, scheduler, Map.of());
    private final ProcessLauncher nobody = new AsNobody(context.processes());

    @Override
    protected JobExecutor createExecutor() {
        prepare(root);
        Map<String, String> settings = Map.of("data-directory", dataDirectory().toString());
        return new ProcessExecutorProvider().create(new TestContext(agentId, settings, scheduler, nobody));
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
    protected void prepare(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.toList()) {
                Files.setAttribute(file, "unix:uid", AsNobody.USER);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected SandboxSpec broken(SandboxSpec spec) {
        return ProcessSandboxTest.withoutWorkspace(spec, root.resolve("not-there"));
    }

    @Override
    protected List<String> leftovers() throws IOException {
        return ProcessSandboxTest.leftoversOf(agentId, root);
    }

    @AfterEach
    void stop() {
        scheduler.close();
    }

    @Test
    void keepsTheAgentsUserAndTakesAllItsPowers() {
        SandboxBench bench = newBench();
        open(bench);

        assertThat(bench.run("id -u")).isEqualTo("" + AsNobody.USER);
        assertThat(bench.run("grep '^Cap' /proc/self/status").lines())
                .allMatch(line -> line.endsWith("\t0000000000000000"));
        assertThat(notices).containsExactly("isolation: process (own user, PID and mount namespace, the agent's user)");
    }

    /** Version 1 of control groups lets nobody but root in. */
    @Test
    void limitsThatNothingKeepsAreNamed() {
        SandboxBench bench = newBench();
        SandboxSpec given = spec(bench);
        SandboxSpec.Limits limits =
                new SandboxSpec.Limits(OptionalDouble.of(1), OptionalLong.of(64L << 20), OptionalInt.of(20));

        open(bench, new SandboxSpec(given.id(), given.directories(), given.entry(), given.image(), limits, true));

        assertThat(notices).contains("limits that process isolation does not enforce here: cpus, memory, processes");
    }

    @Test
    void anAgentThatIsNotRootCanReadWhatItNeedsToRecognizeItsSandboxes() throws InterruptedException {
        SandboxBench bench = newBench();
        SandboxRecord at = SandboxRecord.of(open(bench).handle());
        String proc = "/proc/" + at.inner().pid();

        ProcessLauncher.Output seen = nobody.run(
                List.of("sh", "-c", "readlink " + proc + "/ns/pid; tr '\\0' '\\n' <" + proc + "/environ"),
                Duration.ofSeconds(10));

        assertThat(seen.text()).startsWith(at.namespace() + "\n").contains(HostProcesses.MARK + "=" + agentId + "/");
    }
}
