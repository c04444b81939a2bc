package dev.hostler.engine.executor.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.spi.CancellationToken;
import dev.hostler.api.spi.JobExecutor;
import dev.hostler.api.spi.ProcessLauncher;
import dev.hostler.api.spi.Sandbox;
import dev.hostler.api.spi.SandboxSpec;
import dev.hostler.engine.testing.TestContext;
import dev.hostler.engine.time.SystemScheduler;
import dev.hostler.testkit.SandboxBench;
import dev.hostler.testkit.SandboxContract;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The last resort, on a host that allows no namespaces. */
class SessionSandboxTest extends SandboxContract {
    private final SystemScheduler scheduler = SystemScheduler.create();
    private final String agentId = "session" + ProcessHandle.current().pid();
    private final TestContext context = TestContext.of(agentId, scheduler, Map.of());

    @Override
    protected JobExecutor createExecutor() {
        return new ProcessExecutorProvider()
                .create(new TestContext(agentId, Map.of(), scheduler, new NoNamespaces(context.processes())));
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
    void saysLoudlyHowWeakItIsAndWhy() {
        open(newBench());

        assertThat(notices)
                .containsExactly("isolation: process (plain session: steps run as the agent's user and can"
                        + " reach its files and processes; no namespaces: unshare: not permitted)");
        assertThat(executor.fingerprint().summary()).contains("plain session").contains("unshare: not permitted");
    }

    @Test
    void aJobThatMustHaveNoNetworkIsRefused() {
        SandboxSpec given = spec(newBench());
        SandboxSpec offline =
                new SandboxSpec(given.id(), given.directories(), given.entry(), given.image(), given.limits(), false);

        assertThatThrownBy(() -> executor.open(offline, notices::add, CancellationToken.NONE))
                .isInstanceOfSatisfying(
                        AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RUNTIME_UNAVAILABLE))
                .hasMessageContaining("no network");
    }

    @Test
    void stepsThatLeftTheSessionAreFoundByTheirMark() throws InterruptedException {
        SandboxBench bench = newBench();
        Sandbox sandbox = open(bench);
        bench.run("setsid sh -c '" + SandboxBench.heartbeat("escaped") + "' >/dev/null 2>&1 &");
        bench.awaitHeartbeat("escaped");

        sandbox.killSteps();

        assertThat(bench.beats("escaped")).isFalse();
        assertThat(bench.run("echo alive")).isEqualTo("alive");
    }

    @Test
    void destroyTakesStepsWhoseFirstProcessHasEnded() {
        SandboxBench bench = newBench();
        Sandbox sandbox = open(bench);
        bench.run("setsid sh -c '" + SandboxBench.heartbeat("escaped") + "' >/dev/null 2>&1 &");
        bench.awaitHeartbeat("escaped");
        bench.end(0);

        sandbox.destroy();

        assertThat(bench.beats("escaped")).isFalse();
    }

    private record NoNamespaces(ProcessLauncher real) implements ProcessLauncher {
        @Override
        public Output run(List<String> command, Duration limit) throws InterruptedException {
            return command.get(0).equals("unshare")
                    ? new Output(1, "unshare: not permitted\n")
                    : real.run(command, limit);
        }

        @Override
        public Output ask(List<String> command, Map<String, String> environment, String input, Duration limit)
                throws InterruptedException {
            return real.ask(command, environment, input, limit);
        }

        @Override
        public ProcessIdentity spawn(
                List<String> command, Map<String, String> environment, Path directory, Path output) {
            return real.spawn(command, environment, directory, output);
        }

        @Override
        public boolean isAlive(ProcessIdentity process) {
            return real.isAlive(process);
        }

        @Override
        public void kill(ProcessIdentity process) {
            real.kill(process);
        }

        @Override
        public List<ProcessIdentity> children(ProcessIdentity process) {
            return real.children(process);
        }
    }
}
