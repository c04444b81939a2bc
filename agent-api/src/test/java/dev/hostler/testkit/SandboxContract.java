package dev.hostler.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.job.ServiceSpec;
import dev.hostler.api.node.Fingerprint;
import dev.hostler.api.spi.AttachedCommand;
import dev.hostler.api.spi.AttachedProcess;
import dev.hostler.api.spi.AttachedSandbox;
import dev.hostler.api.spi.CancellationToken;
import dev.hostler.api.spi.JobExecutor;
import dev.hostler.api.spi.Sandbox;
import dev.hostler.api.spi.SandboxCapability;
import dev.hostler.api.spi.SandboxHandle;
import dev.hostler.api.spi.SandboxLayout;
import dev.hostler.api.spi.SandboxSpec;
import dev.hostler.api.spi.SandboxState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every executor promises; {@link IsolationContract} adds what a real one keeps apart. Confined to one thread. */
public abstract class SandboxContract {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int MOMENTS = 12;

    /** Lines for the job's log that the executor under test has given. */
    protected final List<String> notices = new ArrayList<>();

    private final List<JobExecutor> executors = new ArrayList<>();
    private final List<SandboxHandle> opened = new ArrayList<>();
    private int benches;

    /** Where the sandboxes of a test have their directories. */
    @TempDir
    protected Path root;

    /** The executor under test. */
    protected JobExecutor executor;

    /** Creates an executor; each one is of the same agent, as after a restart. The contract closes it. */
    protected abstract JobExecutor createExecutor();

    /** Returns a spec like the given one that can't be opened, for a reason on the host's side. */
    protected abstract SandboxSpec broken(SandboxSpec spec);

    /** Returns the image to open sandboxes with. */
    protected Optional<String> image() {
        return Optional.empty();
    }

    /** Returns about how long an open takes; it is interrupted at different moments of this time. */
    protected Duration openTime() {
        return Duration.ofMillis(60);
    }

    /** Returns a line for each thing on the host that a test has left: processes, mounts, containers. */
    protected List<String> leftovers() throws IOException {
        return List.of();
    }

    /** Creates the executor under test. */
    @BeforeEach
    final void start() {
        executor = newExecutor();
    }

    /** Ends what a test has left open, and looks whether anything is left then. */
    @AfterEach
    final void endEverything() throws IOException {
        opened.forEach(handle -> executor.recover(handle).destroy());
        assertThat(executor.sandboxes()).as("sandboxes that are left").isEmpty();
        executors.forEach(JobExecutor::close);
        assertThat(leftovers()).as("what is left on the host").isEmpty();
    }

    /** Creates a further executor of the same agent. */
    protected final JobExecutor newExecutor() {
        JobExecutor created = createExecutor();
        executors.add(created);
        return created;
    }

    /** Makes directories for a sandbox. */
    protected final SandboxBench newBench() {
        Path directory = root.resolve("sandbox-" + ++benches);
        SandboxBench bench = SandboxBench.create(directory);
        prepare(directory);
        return bench;
    }

    /** Makes a sandbox's new directories fit for the executor under test, such as for another user. */
    protected void prepare(Path directory) {}

    /** Returns a spec with an id of its own. */
    protected final SandboxSpec spec(SandboxBench bench) {
        return bench.spec("test-" + ProcessHandle.current().pid() + "-" + System.nanoTime(), image());
    }

    /** Opens a sandbox that the contract destroys after the test, and waits until its entry script runs. */
    protected final Sandbox open(SandboxBench bench) {
        return open(bench, spec(bench));
    }

    /** Opens a sandbox that the contract destroys after the test, and waits until its entry script runs. */
    protected final Sandbox open(SandboxBench bench, SandboxSpec spec) {
        try {
            Sandbox sandbox = executor.open(spec, notices::add, CancellationToken.NONE);
            opened.add(sandbox.handle());
            use(bench, sandbox);
            return sandbox;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void use(SandboxBench bench, Sandbox sandbox) {
        bench.use(sandbox);
        if (!bench.isAttached()) {
            bench.awaitReady();
        }
    }

    /**
     * Ends the first process of a sandbox; returns with which exit code. Override it where files are not shared: the entry
     * script, which can be told, does not run there.
     */
    protected int end(Sandbox sandbox, SandboxBench bench) {
        bench.end(7);
        return 7;
    }

    @Test
    void runsTheEntryScriptWithInputAndOutputAsItsTwoArguments() {
        SandboxBench bench = newBench();

        Sandbox sandbox = open(bench);
        if (bench.isAttached()) {
            // Its first process is the executor's own.
            assertThat(bench.run("echo $$")).isNotEqualTo("1");
            return;
        }

        List<String> ready = bench.awaitReady();
        boolean first = executor.capabilities().contains(SandboxCapability.OWN_PROCESS_TREE);
        assertThat(ready.get(0)).satisfies(pid -> assertThat(pid.equals("1")).isEqualTo(first));
        assertThat(ready.get(1)).isEqualTo("2");
        assertThat(ready.get(2)).isEqualTo(sandbox.layout().input() + "/" + SandboxBench.ENTRY);
    }

    @Test
    void tellsHowStrongTheIsolationIsInOneLine() {
        open(newBench());

        assertThat(notices).filteredOn(line -> line.contains("isolation")).hasSize(1);
        assertThat(notices).noneMatch(line -> line.contains("\n"));
    }

    @Test
    void stepsStartInTheWorkspaceAndHaveTheHomeDirectory() {
        SandboxBench bench = newBench();

        Sandbox sandbox = open(bench);

        assertThat(bench.run("pwd")).isEqualTo(sandbox.layout().workspace());
        assertThat(bench.run("echo \"$HOME\"")).isEqualTo(sandbox.layout().home());
    }

    @Test
    void filesPassInBothDirections() {
        SandboxBench bench = newBench();
        Sandbox sandbox = open(bench);
        SandboxSpec.Directories at = bench.directories();

        SandboxLayout inside = sandbox.layout();
        if (bench.isAttached()) {
            // The engine brings these two along with the files; the others are the sandbox's from the start.
            bench.run("mkdir -p " + inside.input() + " " + inside.output());
        }

        bench.put(at.workspace(), inside.workspace(), "to", "from the workspace");
        bench.put(at.home(), inside.home(), "to", "from the home");
        bench.put(at.input(), inside.input(), "to", "from the input");
        bench.run("cat to >back; cat \"$HOME/to\" >\"$HOME/back\"; cat " + inside.input() + "/to >" + inside.output()
                + "/back");

        assertThat(bench.run("cat to \"$HOME/to\"")).isEqualTo("from the workspacefrom the home");
        assertThat(bench.holds(at.workspace(), inside.workspace(), "back", "from the workspace"))
                .isTrue();
        assertThat(bench.holds(at.home(), inside.home(), "back", "from the home"))
                .isTrue();
        assertThat(bench.holds(at.output(), inside.output(), "back", "from the input"))
                .isTrue();
    }

    @Test
    void inheritsNothingOfTheAgentsEnvironmentButThePath() {
        SandboxBench bench = newBench();
        open(bench);
        List<String> ours = System.getenv().entrySet().stream()
                .filter(variable -> !List.of("PATH", "PWD", "OLDPWD", "SHLVL", "_", "HOSTLER_SANDBOX")
                        .contains(variable.getKey()))
                .map(variable -> variable.getKey() + "=" + variable.getValue())
                .toList();

        List<String> inside = bench.run("env").lines().toList();

        assertThat(ours).as("variables that could be inherited").isNotEmpty();
        assertThat(inside).doesNotContainAnyElementsOf(ours);
    }

    @Test
    void isAliveUntilItsFirstProcessEndsAndThenHasItsExitCode() {
        SandboxBench bench = newBench();
        Sandbox sandbox = open(bench);
        assertThat(sandbox.state()).isEqualTo(new SandboxState.Alive());

        int code = end(sandbox, bench);

        SandboxBench.awaitState(sandbox, SandboxState.Ended.class);
        assertThat(sandbox.state()).isEqualTo(new SandboxState.Ended(OptionalInt.of(code), false));
    }

    @Test
    void hasEndedAfterDestroy() {
        Sandbox sandbox = open(newBench());

        sandbox.destroy();

        assertThat(sandbox.state()).isInstanceOf(SandboxState.Ended.class);
    }

    @Test
    void outlivesItsExecutorAndIsRecoveredByAnother() {
        SandboxBench bench = newBench();
        Sandbox before = open(bench);
        executor.close();

        executor = newExecutor();
        Sandbox after = executor.recover(before.handle());

        assertThat(after.state()).isEqualTo(new SandboxState.Alive());
        assertThat(after.layout()).isEqualTo(before.layout());
        assertThat(after.handle()).isEqualTo(before.handle());
        bench.use(after);
        assertThat(bench.run("echo still here")).isEqualTo("still here");
        after.destroy();
        assertThat(after.state()).isInstanceOf(SandboxState.Ended.class);
        assertThat(before.state()).isInstanceOf(SandboxState.Ended.class);
    }

    @Test
    void recoversAHandleWhoseSandboxIsGoneAsEnded() {
        SandboxHandle handle = open(newBench()).handle();
        executor.recover(handle).destroy();

        Sandbox gone = newExecutor().recover(handle);

        assertThat(gone.state()).isInstanceOf(SandboxState.Ended.class);
        gone.destroy();
    }

    @Test
    void refusesAHandleThatCannotBeRead() {
        String executorId = open(newBench()).handle().executor();
        for (String value : List.of("", "{}", "null", "[", "{\"version\":99}", "\u0000")) {
            assertThatThrownBy(() -> executor.recover(new SandboxHandle("broken", executorId, value)))
                    .isInstanceOfSatisfying(
                            AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STATE_UNAVAILABLE))
                    .hasMessageContaining("'broken'");
        }
    }

    @Test
    void killsTheRunningStepAndSparesTheSandbox() throws InterruptedException {
        SandboxBench bench = newBench();
        Sandbox sandbox = open(bench);
        int step = bench.start("trap '' TERM; " + SandboxBench.heartbeat("beat"));
        bench.awaitHeartbeat("beat");

        sandbox.killSteps();

        assertThat(bench.beats("beat")).isFalse();
        assertThat(bench.exitCode(step)).isEqualTo(137);
        assertThat(sandbox.state()).isEqualTo(new SandboxState.Alive());
        assertThat(bench.run("echo next")).isEqualTo("next");
    }

    @Test
    void killingStepsCanBeRepeatedAlsoAfterTheEnd() throws InterruptedException {
        SandboxBench bench = newBench();
        Sandbox sandbox = open(bench);

        sandbox.killSteps();
        sandbox.killSteps();
        assertThat(bench.run("echo alive")).isEqualTo("alive");
        end(sandbox, bench);
        SandboxBench.awaitState(sandbox, SandboxState.Ended.class);
        sandbox.killSteps();
        sandbox.destroy();
        sandbox.killSteps();
    }

    @Test
    void destroyEndsEverythingAndCanBeRepeated() {
        SandboxBench bench = newBench();
        Sandbox sandbox = open(bench);
        bench.start(SandboxBench.heartbeat("step"));
        bench.awaitHeartbeat("step");

        sandbox.destroy();
        sandbox.destroy();

        assertThat(bench.beats("step")).isFalse();
        assertThat(executor.sandboxes()).isEmpty();
    }

    @Test
    void destroysASandboxThatHasEnded() {
        SandboxBench bench = newBench();
        Sandbox sandbox = open(bench);
        end(sandbox, bench);
        SandboxBench.awaitState(sandbox, SandboxState.Ended.class);

        sandbox.destroy();

        assertThat(executor.sandboxes()).isEmpty();
    }

    @Test
    void listsTheSandboxesThatStandSoThatAJanitorCanEndThem() {
        SandboxBench bench = newBench();
        Sandbox first = open(bench);
        Sandbox second = open(newBench());

        List<SandboxHandle> found = newExecutor().sandboxes();

        assertThat(found)
                .extracting(SandboxHandle::sandbox)
                .containsExactlyInAnyOrder(
                        first.handle().sandbox(), second.handle().sandbox());
        Sandbox listed = executor.recover(found.stream()
                .filter(handle -> handle.sandbox().equals(first.handle().sandbox()))
                .findFirst()
                .orElseThrow());
        assertThat(listed.state()).isEqualTo(new SandboxState.Alive());
        listed.destroy();
        assertThat(first.state()).isInstanceOf(SandboxState.Ended.class);
        assertThat(second.state()).isEqualTo(new SandboxState.Alive());
    }

    @Test
    void anOpenThatFailsLeavesNothing() {
        SandboxSpec broken = broken(spec(newBench()));

        assertThatThrownBy(() -> executor.open(broken, notices::add, CancellationToken.NONE))
                .isInstanceOfSatisfying(
                        AgentException.class,
                        e -> assertThat(e.code()).isIn(ErrorCode.IMAGE_UNAVAILABLE, ErrorCode.RUNTIME_UNAVAILABLE))
                .hasMessageMatching("(?s)Cannot .+ '.+': .+; .+");

        assertThat(executor.sandboxes()).isEmpty();
    }

    @Test
    void aServiceThatCannotBeHadIsRefusedAndLeavesNothing() {
        SandboxSpec plain = spec(newBench());
        SandboxSpec spec = new SandboxSpec(
                plain.id(),
                plain.directories(),
                plain.entry(),
                plain.image(),
                plain.limits(),
                plain.network(),
                List.of(ServiceSpec.builder("db", "hostler-test/none:1").build()));
        boolean capable = executor.capabilities().contains(SandboxCapability.SERVICES);

        assertThatThrownBy(() -> executor.open(spec, notices::add, CancellationToken.NONE))
                .isInstanceOf(AgentException.class)
                .hasMessageMatching("Cannot .+ '.+': .+; .+")
                .hasMessageContaining(capable ? "hostler-test/none:1" : "services");

        assertThat(executor.sandboxes()).isEmpty();
    }

    @Test
    void aCancelledOpenLeavesNothing() {
        TestCancellation token = new TestCancellation();
        token.cancel();
        SandboxSpec spec = spec(newBench());

        assertThatThrownBy(() -> executor.open(spec, notices::add, token)).isInstanceOf(InterruptedException.class);

        assertThat(executor.sandboxes()).isEmpty();
    }

    @Test
    void anOpenThatIsInterruptedAtAnyMomentLeavesNothing() throws Exception {
        for (long delay = 0; delay < openTime().toMillis(); delay += openTime().toMillis() / MOMENTS) {
            SandboxSpec spec = spec(newBench());
            CompletableFuture<Optional<Sandbox>> outcome = new CompletableFuture<>();
            Thread opener = new Thread(() -> openInterruptibly(spec, outcome));
            opener.start();
            // The moment is the point here; no condition to wait for.
            TimeUnit.MILLISECONDS.sleep(delay);
            opener.interrupt();
            outcome.get(LIMIT.toSeconds(), TimeUnit.SECONDS).ifPresent(Sandbox::destroy);
            assertThat(executor.sandboxes()).as("after %d ms", delay).isEmpty();
        }
    }

    private void openInterruptibly(SandboxSpec spec, CompletableFuture<Optional<Sandbox>> outcome) {
        try {
            outcome.complete(Optional.of(executor.open(spec, line -> {}, CancellationToken.NONE)));
        } catch (InterruptedException e) {
            outcome.complete(Optional.empty());
        } catch (RuntimeException e) {
            outcome.completeExceptionally(e);
        }
    }

    @Test
    void answersAtTheSameTime() throws InterruptedException, ExecutionException {
        List<CompletableFuture<Sandbox>> openings = new ArrayList<>();
        List<SandboxBench> benches = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            SandboxBench bench = newBench();
            SandboxSpec spec = spec(bench);
            benches.add(bench);
            openings.add(CompletableFuture.supplyAsync(() -> openNow(spec)));
        }
        for (int i = 0; i < openings.size(); i++) {
            opened.add(openings.get(i).get().handle());
            use(benches.get(i), openings.get(i).get());
        }
        assertThat(benches)
                .allSatisfy(bench -> assertThat(bench.run("echo here")).isEqualTo("here"));
        assertThat(executor.sandboxes()).hasSize(4);
    }

    private Sandbox openNow(SandboxSpec spec) {
        try {
            return executor.open(spec, line -> {}, CancellationToken.NONE);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void knowsOfNoKillWhereNoLimitWasReached() {
        SandboxBench bench = newBench();
        Sandbox sandbox = open(bench);

        bench.exitCode(bench.start("sh -c 'kill -KILL $$'; true"));

        assertThat(sandbox.memory().kills()).isZero();
        sandbox.destroy();
        assertThat(sandbox.memory().kills()).isZero();
    }

    @Test
    void whatStepsHaveMadeIsTheAgentsOnceItIsGivenBack() throws Exception {
        SandboxBench bench = newBench();
        Sandbox sandbox = open(bench);
        bench.run("umask 077; mkdir made; echo x >made/file");

        sandbox.giveBack();
        sandbox.giveBack();

        if (!bench.isAttached()) {
            assertThat(bench.directories().workspace().resolve("made/file")).hasContent("x");
        }
        bench.end(0);
        SandboxBench.awaitState(sandbox, SandboxState.Ended.class);
        sandbox.giveBack();
    }

    @Test
    void saysInTimeWhetherItCanBeUsed() {
        Fingerprint fingerprint = assertTimeout(Duration.ofSeconds(5), executor::fingerprint);

        assertThat(fingerprint.available()).as(fingerprint.summary()).isTrue();
    }

    @Test
    void hasTheSameCapabilitiesAlways() {
        assertThat(newExecutor().capabilities())
                .isEqualTo(executor.capabilities())
                .containsAnyOf(SandboxCapability.SHARED_FILES, SandboxCapability.ATTACHED_EXEC);
    }

    @Test
    void closeLeavesTheSandboxesAndCanBeRepeated() {
        SandboxBench bench = newBench();
        Sandbox sandbox = open(bench);

        executor.close();
        executor.close();

        executor = newExecutor();
        bench.use(executor.recover(sandbox.handle()));
        assertThat(bench.run("echo here")).isEqualTo("here");
    }

    @Test
    void anAttachedProgramGetsItsInputAndGivesItsOutputAndItsExitCode() throws InterruptedException {
        if (!(open(newBench()) instanceof AttachedSandbox sandbox)) {
            return;
        }
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        AttachedCommand command = new AttachedCommand(
                List.of("sh", "-c", "read -r line; echo \"$line\"; echo other >&2; id -u; exit 3"), "hello\n", true);

        try (AttachedProcess program = sandbox.start(command, output::writeBytes)) {
            await().atMost(LIMIT).until(program::isDrained);

            assertThat(program.state()).isEqualTo(new AttachedProcess.State.Exited(3));
            assertThat(output.toString(StandardCharsets.UTF_8).lines())
                    .containsExactlyInAnyOrder("hello", "other", "0");
        }
    }

    @Test
    void anAttachedProgramGoesOnWhenItIsLetGoOf() throws InterruptedException {
        SandboxBench bench = newBench();
        if (!(open(bench) instanceof AttachedSandbox sandbox)) {
            return;
        }
        List<String> words = List.of("sh", "-c", SandboxBench.heartbeat("beat"));
        AttachedProcess program = sandbox.start(new AttachedCommand(words, "", false), bytes -> {});
        bench.awaitHeartbeat("beat");

        program.close();
        program.close();

        assertThat(bench.beats("beat")).isTrue();
        assertThat(program.state()).isEqualTo(new AttachedProcess.State.Running());
    }

    @Test
    void aProgramThatIsNotThereHasExitedAndIsNoFailureOfTheHost() throws InterruptedException {
        if (!(open(newBench()) instanceof AttachedSandbox sandbox)) {
            return;
        }

        try (AttachedProcess program =
                sandbox.start(new AttachedCommand(List.of("no-such-program"), "", false), bytes -> {})) {
            await().atMost(LIMIT).until(() -> program.state() instanceof AttachedProcess.State.Exited);

            assertThat(program.state())
                    .isIn(new AttachedProcess.State.Exited(126), new AttachedProcess.State.Exited(127));
        }
    }

    @Test
    void whatWasDestroyedTakesNoProgramAndNoFile() {
        if (!(open(newBench()) instanceof AttachedSandbox sandbox)) {
            return;
        }
        sandbox.destroy();

        assertThatThrownBy(() -> sandbox.start(new AttachedCommand(List.of("true"), "", false), bytes -> {}))
                .isInstanceOfSatisfying(
                        AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RUNTIME_UNAVAILABLE));
        assertThatThrownBy(() -> sandbox.copyOut("/", archive -> {}))
                .isInstanceOfSatisfying(
                        AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RUNTIME_UNAVAILABLE));
    }
}
