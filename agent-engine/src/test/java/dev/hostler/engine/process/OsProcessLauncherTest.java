package dev.hostler.engine.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.spi.ProcessLauncher.Output;
import dev.hostler.api.spi.ProcessLauncher.ProcessIdentity;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.engine.time.SystemScheduler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OsProcessLauncherTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final SystemScheduler scheduler = SystemScheduler.create();
    private final OsProcessLauncher launcher = new OsProcessLauncher(scheduler);
    private final List<ProcessIdentity> started = new ArrayList<>();

    @TempDir
    Path directory;

    @AfterEach
    void leavesNothing() {
        started.forEach(launcher::kill);
        scheduler.close();
    }

    @Test
    void returnsExitCodeAndBothOutputStreams() throws InterruptedException {
        Output output = run("echo out; echo err >&2; exit 7", LONG);

        assertThat(output.exitCode()).isEqualTo(7);
        assertThat(output.text()).isEqualTo("out\nerr\n");
        assertThat(output.ok()).isFalse();
    }

    @Test
    void answers127ForAProgramThatIsNotThere() throws InterruptedException {
        Output output = launcher.run(List.of("hostler-no-such-program"), LONG);

        assertThat(output.exitCode()).isEqualTo(127);
        assertThat(output.text()).contains("hostler-no-such-program");
    }

    @Test
    void keepsTheFirst64KiBAndLetsTheCommandWriteTheRest() throws InterruptedException {
        Output output = run("head -c 3000000 /dev/zero | tr '\\0' x; exit 3", LONG);

        assertThat(output.exitCode()).isEqualTo(3);
        assertThat(output.text()).hasSize(64 * 1024);
    }

    @Test
    void aBackgroundChildThatHoldsTheOutputOpenDoesNotDelayTheAnswer() throws InterruptedException, IOException {
        long begin = scheduler.nanoTime();

        Output output = run("sleep 60 & echo $! >" + directory.resolve("pid") + "; echo done", LONG);

        assertThat(output.text()).isEqualTo("done\n");
        assertThat(Duration.ofNanos(scheduler.nanoTime() - begin)).isLessThan(Duration.ofSeconds(40));
        started.add(identityOf(directory.resolve("pid")));
    }

    @Test
    void killsTheCommandAndItsDescendantsWhenTheTimeIsOver() throws InterruptedException, IOException {
        String tree = "echo begin; (sleep 61 & echo $! >" + directory.resolve("a") + "; wait) & sleep 62 & echo $! >"
                + directory.resolve("b") + "; trap '' TERM; wait";

        Output output = run(tree, Duration.ofMillis(500));

        assertThat(output.exitCode()).isEqualTo(124);
        assertThat(output.text()).isEqualTo("begin\n");
        assertThat(launcher.isAlive(identityOf(directory.resolve("a")))).isFalse();
        assertThat(launcher.isAlive(identityOf(directory.resolve("b")))).isFalse();
    }

    @Test
    void killsTheCommandWhenTheCallerIsInterrupted() throws Exception {
        AtomicBoolean interrupted = new AtomicBoolean();
        Scheduler.Task caller = scheduler.start("caller", () -> {
            try {
                run("echo $$ >" + directory.resolve("pid") + "; sleep 63", LONG);
            } catch (InterruptedException e) {
                interrupted.set(true);
            }
        });
        await().until(() -> Files.exists(directory.resolve("pid"))
                && !Files.readString(directory.resolve("pid")).isBlank());
        ProcessIdentity command = identityOf(directory.resolve("pid"));

        caller.cancel();

        assertThat(caller.join(LONG)).isTrue();
        assertThat(interrupted).isTrue();
        assertThat(launcher.isAlive(command)).isFalse();
    }

    @Test
    void childrenGetNothingOfOurEnvironmentButThePath() throws InterruptedException {
        assertThat(System.getenv()).as("a variable to inherit").containsKey("HOME");

        List<String> variables = run("env", LONG)
                .text()
                .lines()
                .map(line -> line.split("=", 2)[0])
                .toList();

        assertThat(variables).contains("PATH").isSubsetOf("PATH", "PWD", "OLDPWD", "SHLVL", "_");
    }

    @Test
    void childrenHaveNoInput() throws InterruptedException {
        assertThat(run("cat; echo end", LONG).text()).isEqualTo("end\n");
    }

    @Test
    void aProgramThatIsAskedReadsTheInputAndAnswersOnItsOutputAlone() throws InterruptedException {
        Output output = ask("echo aside >&2; echo \"got $(cat) and $GIVEN\"; exit 3", "x".repeat(4096));

        assertThat(output).isEqualTo(new Output(3, "got " + "x".repeat(4096) + " and given\n"));
    }

    @Test
    void aProgramThatIsAskedNeedNotReadItsInput() throws InterruptedException {
        for (int i = 0; i < 20; i++) {
            assertThat(ask("exec <&-; echo answer", "x".repeat(4096))).isEqualTo(new Output(0, "answer\n"));
        }
    }

    @Test
    void aProgramThatIsAskedAndKeepsSilentIsKilledInTime() throws InterruptedException {
        Output output = launcher.ask(List.of("sleep", "69"), Map.of(), "", Duration.ofMillis(300));

        assertThat(output.exitCode()).isEqualTo(124);
    }

    @Test
    void refusesAnInputThatAPipeMightNotTake() {
        assertThatThrownBy(() -> ask("cat", "x".repeat(4097)))
                .isInstanceOfSatisfying(
                        AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT));
    }

    @Test
    void aProgramThatIsAskedIsLookedForInThePathThatItIsGiven() throws Exception {
        Path program = directory.resolve("hostler-asked");
        Files.writeString(program, "#!/bin/sh\necho here\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        Map<String, String> path = Map.of("PATH", directory + ":" + System.getenv("PATH"));

        assertThat(launcher.ask(List.of("hostler-asked"), path, "", LONG)).isEqualTo(new Output(0, "here\n"));
        assertThat(launcher.ask(List.of("hostler-asked"), Map.of(), "", LONG).exitCode())
                .isEqualTo(127);
    }

    @Test
    void spawnsIntoASessionOfItsOwnWithOutputToAFile() throws IOException {
        Path output = directory.resolve("log");
        Files.writeString(output, "before\n");

        ProcessIdentity process = spawn("echo $0 $GIVEN $PWD; exec sleep 64", output);

        await().untilAsserted(() -> assertThat(output).hasContent("before\nsh given " + directory.toRealPath() + "\n"));
        ProcessStat stat = ProcessStat.read(Path.of("/proc"), process.pid()).orElseThrow();
        assertThat(stat.session()).isEqualTo(process.pid());
        assertThat(launcher.isAlive(process)).isTrue();
        assertThat(process.bootId()).isEqualTo(scheduler.bootId());
    }

    @Test
    void cannotSpawnAProgramThatIsNotThere() {
        assertThatThrownBy(() -> launcher.spawn(
                        List.of("hostler-no-such-program"), Map.of(), directory, directory.resolve("log")))
                .isInstanceOfSatisfying(AgentException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.RUNTIME_UNAVAILABLE);
                    assertThat(e).hasMessageContaining("'hostler-no-such-program'");
                });
    }

    @Test
    void killsOnlyThisVeryProcess() {
        ProcessIdentity process = spawn("exec sleep 65", directory.resolve("log"));
        ProcessIdentity older = new ProcessIdentity(process.pid(), process.startTicks() - 1, process.bootId());
        ProcessIdentity otherBoot = new ProcessIdentity(process.pid(), process.startTicks(), "other");

        launcher.kill(older);
        launcher.kill(otherBoot);

        assertThat(launcher.isAlive(older)).isFalse();
        assertThat(launcher.isAlive(otherBoot)).isFalse();
        assertThat(launcher.isAlive(process)).isTrue();
        launcher.kill(process);
        await().until(() -> !launcher.isAlive(process));
        launcher.kill(process);
    }

    @Test
    void aZombieIsNotAlive() throws IOException {
        Path child = directory.resolve("child");
        // The parent becomes a program that never waits for its child.
        spawn("(echo started; exec sleep 0.1) & echo $! >" + child + "; exec sleep 66", directory.resolve("log"));
        await().until(() -> Files.exists(child) && !Files.readString(child).isBlank());
        long pid = Long.parseLong(Files.readString(child).strip());
        await().until(() -> ProcessStat.read(Path.of("/proc"), pid)
                .filter(stat -> stat.state() == 'Z')
                .isPresent());

        assertThat(launcher.isAlive(identityOf(child))).isFalse();
    }

    @Test
    void listsTheChildrenOfAProcess() {
        ProcessIdentity process = spawn("sleep 67 & sleep 68 & wait", directory.resolve("log"));

        await().untilAsserted(
                        () -> assertThat(launcher.children(process)).hasSize(2).allMatch(launcher::isAlive));

        List<ProcessIdentity> children = launcher.children(process);
        started.addAll(children);
        launcher.kill(process);
        await().until(() -> launcher.children(process).isEmpty());
    }

    private Output run(String script, Duration limit) throws InterruptedException {
        return launcher.run(List.of("sh", "-c", script), limit);
    }

    private Output ask(String script, String input) throws InterruptedException {
        return launcher.ask(List.of("sh", "-c", script), Map.of("GIVEN", "given"), input, LONG);
    }

    private ProcessIdentity spawn(String script, Path output) {
        ProcessIdentity process =
                launcher.spawn(List.of("sh", "-c", script), Map.of("GIVEN", "given"), directory, output);
        started.add(process);
        return process;
    }

    private ProcessIdentity identityOf(Path file) throws IOException {
        long pid = Long.parseLong(Files.readString(file).strip());
        long ticks = ProcessStat.read(Path.of("/proc"), pid)
                .map(ProcessStat::startTicks)
                .orElse(-1L);
        return new ProcessIdentity(pid, ticks, scheduler.bootId());
    }
}
