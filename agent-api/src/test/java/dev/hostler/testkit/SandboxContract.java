package dev.hostler.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.node.Fingerprint;
import dev.hostler.api.spi.CancellationToken;
import dev.hostler.api.spi.Sandbox;
import dev.hostler.api.spi.SandboxCapability;
import dev.hostler.api.spi.SandboxHandle;
import dev.hostler.api.spi.SandboxLayout;
import dev.hostler.api.spi.SandboxSpec;
import dev.hostler.api.spi.SandboxState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** What every executor promises; {@link IsolationContract} adds what a real one keeps apart. Confined to one thread. */
public abstract class SandboxContract extends AttachedContract {
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
            hold(benches.get(i), openings.get(i).get());
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
        end(sandbox, bench);
        SandboxBench.awaitState(sandbox, SandboxState.Ended.class);
        sandbox.giveBack();
    }

    @Test
    void filesThatCameLaterAreTheSandboxsOwnOnceTheyArePassedOn() throws Exception {
        SandboxBench bench = newBench();
        Sandbox sandbox = open(bench);
        if (bench.isAttached()) {
            // What comes later is copied in later.
            return;
        }
        Path file = bench.directories().workspace().resolve("later");
        Files.writeString(file, "first\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        prepare(file);

        sandbox.passOn(bench.directories(), notices::add);
        sandbox.passOn(bench.directories(), notices::add);

        assertThat(bench.run("echo second >>later; cat later").lines()).containsExactly("first", "second");
    }

    @Test
    void saysTheSameOfWhatLikeSandboxesAreMadeOf() {
        Optional<String> first = executor.likeness(spec(newBench()));
        assertThat(executor.likeness(spec(newBench()))).isEqualTo(first);
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
}
