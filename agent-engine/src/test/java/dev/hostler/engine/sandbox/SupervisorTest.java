package dev.hostler.engine.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.job.StepCommand;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What a step sees and what comes of it, on each shell that may be a sandbox's {@code sh}. */
@Timeout(60)
class SupervisorTest {
    static final List<String> SHELLS = SupervisedBench.SHELLS;

    /** 1 to 31; what the test's own parent ignores among the others is not our matter. */
    private static final long ORDINARY_SIGNALS = 0x7fffffff;

    @ParameterizedTest
    @FieldSource("SHELLS")
    void givesBackOutputAndExitCode(String shell) throws Exception {
        try (SupervisedBench bench = SupervisedBench.on(shell)) {
            assertThat(bench.run("echo hello; echo oops >&2; exit 3")).isEqualTo(new StepEnd.Exited(3));
            assertThat(bench.text()).isEqualTo("hello\noops\n");
            assertThat(bench.run("true")).isEqualTo(new StepEnd.Exited(0));
            assertThat(bench.text()).isEmpty();
        }
    }

    @ParameterizedTest
    @FieldSource("SHELLS")
    void tellsTheSignalThatEndedAStep(String shell) throws Exception {
        try (SupervisedBench bench = SupervisedBench.on(shell)) {
            // Not QUIT: a JVM hands it on blocked to what it starts. The program in the shell's place ignores none.
            for (int signal : new int[] {1, 2, 6, 9, 15}) {
                assertThat(bench.run("(sleep 0.02; kill -" + signal + " $$) & exec sleep 5"))
                        .isEqualTo(new StepEnd.Exited(128 + signal));
            }
        }
    }

    @ParameterizedTest
    @FieldSource("SHELLS")
    void leavesInterruptAndQuitToTheStep(String shell) throws Exception {
        try (SupervisedBench bench = SupervisedBench.on(shell)) {
            assertThat(bench.run("trap 'echo caught' INT; kill -INT $$; grep SigIgn /proc/self/status"))
                    .isEqualTo(new StepEnd.Exited(0));
            assertThat(bench.text()).startsWith("caught\nSigIgn:");
            long ignored = Long.parseLong(bench.text().strip().split("\t")[1], 16);
            assertThat(ignored & ORDINARY_SIGNALS).isZero();
        }
    }

    @ParameterizedTest
    @FieldSource("SHELLS")
    void handsOverEveryCharacterOfTheEnvironment(String shell) throws Exception {
        Map<String, String> env = new LinkedHashMap<>();
        env.put("QUOTES", "a'b\"c`d$(e)${f}\\g'");
        env.put("LINES", "\none\r\n\ttwo\n\n");
        env.put("EMPTY", "");
        env.put("EVERY", IntStream.range(1, 0x900).mapToObj(Character::toString).collect(Collectors.joining()));
        env.put("BEYOND", "\ud83d\ude80 \u20ac -n -e %s * ~");
        env.put("BIG", "x'".repeat(50_000));
        try (SupervisedBench bench = SupervisedBench.on(shell)) {
            StepOrder order = new StepOrder(
                    bench.nextNumber(),
                    new StepCommand.Argv(List.of("cat", "/proc/self/environ")),
                    env,
                    Optional.empty());
            assertThat(bench.run(order)).isEqualTo(new StepEnd.Exited(0));
            Map<String, String> seen = variables(bench.text());
            env.forEach((name, value) -> assertThat(seen.get(name)).as(name).isEqualTo(value));
            assertThat(seen).containsEntry("HOME", bench.paths.home().toString());
            assertThat(seen)
                    .containsEntry("HOSTLER_WORKSPACE", bench.paths.workspace().toString());
            assertThat(seen).containsEntry("HOSTLER", "true").containsEntry("CI", "true");
            assertThat(seen.keySet()).noneMatch(name -> name.startsWith("hostler") || name.equals("HOSTLER_GO"));
        }
    }

    @ParameterizedTest
    @FieldSource("SHELLS")
    void neverLetsAStepReadTheFileOfItsEnvironment(String shell) throws Exception {
        try (SupervisedBench bench = SupervisedBench.on(shell)) {
            for (int i = 0; i < 20; i++) {
                int number = bench.nextNumber();
                StepCommand command = new StepCommand.Script(
                        "cat '" + bench.input(number + ".env") + "' 2>&1 || echo \"$TOKEN\"", Optional.empty());
                bench.run(new StepOrder(number, command, Map.of("TOKEN", "s3cret"), Optional.empty()));
                assertThat(bench.text()).contains("No such file").endsWith("s3cret\n");
                assertThat(bench.text().lines()).hasSize(2);
            }
        }
    }

    @ParameterizedTest
    @FieldSource("SHELLS")
    void keepsTheStepBackWhileTheEnvironmentIsThereWhateverIsOnTheFifo(String shell) throws Exception {
        try (SupervisedBench bench = SupervisedBench.on(shell)) {
            // A process left by step 1 forges the word to go all the time.
            bench.run("( while :; do echo 'g 2'; done >'" + bench.input("cmd") + "' ) & echo");
            for (int i = 0; i < 5; i++) {
                int number = bench.nextNumber();
                StepCommand command =
                        new StepCommand.Script("test ! -e '" + bench.input(number + ".env") + "'", Optional.empty());
                StepOrder order = new StepOrder(number, command, Map.of("TOKEN", "s3cret"), Optional.empty());
                assertThat(bench.run(order)).isEqualTo(new StepEnd.Exited(0));
            }
        }
    }

    @ParameterizedTest
    @FieldSource("SHELLS")
    void givesOutputWhileTheStepRuns(String shell) throws Exception {
        try (SupervisedBench bench = SupervisedBench.on(shell)) {
            StepOrder order = bench.script("echo first; until [ -e go ]; do sleep 0.05; done; echo last");
            CompletableFuture<StepEnd> end = CompletableFuture.supplyAsync(() -> {
                try {
                    return bench.run(order);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            Awaitility.await().until(() -> bench.text().equals("first\n"));
            assertThat(end).isNotDone();
            Files.createFile(bench.paths.workspace().resolve("go"));
            assertThat(end.get()).isEqualTo(new StepEnd.Exited(0));
            assertThat(bench.text()).isEqualTo("first\nlast\n");
        }
    }

    @ParameterizedTest
    @FieldSource("SHELLS")
    void isNotHeldUpByAProcessLeftInTheBackground(String shell) throws Exception {
        try (SupervisedBench bench = SupervisedBench.on(shell)) {
            String script = "( until [ -e go ]; do sleep 0.02; done; echo late; touch done ) & echo early";
            assertThat(bench.run(script)).isEqualTo(new StepEnd.Exited(0));
            assertThat(bench.text()).isEqualTo("early\n");
            Files.createFile(bench.paths.workspace().resolve("go"));
            Awaitility.await().until(() -> Files.exists(bench.paths.workspace().resolve("done")));
            assertThat(bench.output("1.out")).hasContent("early\nlate\n");
        }
    }

    @ParameterizedTest
    @FieldSource("SHELLS")
    void runsAStepOnceWhateverElseIsOnTheFifo(String shell) throws Exception {
        try (SupervisedBench bench = SupervisedBench.on(shell)) {
            bench.run("echo one >>count");
            String junk = "s 1\ns 1\n\n\ngarbage\ns\ns -1\ns 01\ns 99999999999999999999\ns 5\ns x\n\0\0\0\ns 1";
            bench.write("cmd", junk);
            StepOrder order = bench.script("echo two >>count; cat count");
            assertThat(bench.run(order)).isEqualTo(new StepEnd.Exited(0));
            bench.write("cmd", "s 2\ns 2\n");
            assertThat(bench.run("cat count")).isEqualTo(new StepEnd.Exited(0));
            assertThat(bench.text()).isEqualTo("one\ntwo\n");
            assertThat(Files.exists(bench.output("5.start"))).isFalse();
        }
    }

    @ParameterizedTest
    @FieldSource("SHELLS")
    void answersGarbageOnTheControlFifoWithSilence(String shell) throws Exception {
        try (SupervisedBench bench = SupervisedBench.fenced(shell)) {
            String junk = "g KILL 1\na KILL 9\ng KILL ../1\na\n\ng KILL 0\np\nx y z\n";
            bench.write("ctl", junk);
            assertThat(bench.run("echo fine")).isEqualTo(new StepEnd.Exited(0));
            assertThat(bench.run(bench.script("sleep 60"), () -> Optional.of(Duration.ofSeconds(5))))
                    .isInstanceOf(StepEnd.Stopped.class);
        }
    }

    @ParameterizedTest
    @FieldSource("SHELLS")
    void runsArgumentsWithoutAShellInBetween(String shell) throws Exception {
        try (SupervisedBench bench = SupervisedBench.on(shell)) {
            List<String> words = List.of("printf", "%s\\n", "a b", "$HOME", "it's", "*", "", "x\ny");
            StepOrder order =
                    new StepOrder(bench.nextNumber(), new StepCommand.Argv(words), Map.of(), Optional.empty());
            assertThat(bench.run(order)).isEqualTo(new StepEnd.Exited(0));
            assertThat(bench.text()).isEqualTo("a b\n$HOME\nit's\n*\n\nx\ny\n");
            StepOrder missing = new StepOrder(
                    bench.nextNumber(), new StepCommand.Argv(List.of("no-such-program")), Map.of(), Optional.empty());
            assertThat(bench.run(missing)).isEqualTo(new StepEnd.Exited(127));
            assertThat(bench.text()).contains("no-such-program");
        }
    }

    @ParameterizedTest
    @FieldSource("SHELLS")
    void choosesTheInterpreter(String shell) throws Exception {
        try (SupervisedBench bench = SupervisedBench.on(shell)) {
            assertThat(bench.run("false; echo no")).isEqualTo(new StepEnd.Exited(1));
            assertThat(bench.run(with(bench, "bash", "false | true; echo no"))).isEqualTo(new StepEnd.Exited(1));
            assertThat(bench.run(with(bench, "sh", "echo \"$-\""))).isEqualTo(new StepEnd.Exited(0));
            assertThat(bench.text()).contains("e");
            assertThat(bench.run(with(bench, "bash -u", "false; echo yes"))).isEqualTo(new StepEnd.Exited(0));
            assertThat(bench.text()).isEqualTo("yes\n");
        }
    }

    @ParameterizedTest
    @FieldSource("SHELLS")
    void startsInTheWorkspaceOrBelowIt(String shell) throws Exception {
        try (SupervisedBench bench = SupervisedBench.on(shell)) {
            Files.createDirectories(bench.paths.workspace().resolve("it's/-here"));
            bench.run("pwd");
            assertThat(bench.text()).isEqualTo(bench.paths.workspace() + "\n");
            bench.run(in(bench, "it's/-here"));
            assertThat(bench.text()).isEqualTo(bench.paths.workspace() + "/it's/-here\n");
            assertThat(bench.run(in(bench, "nowhere"))).isEqualTo(new StepEnd.Exited(125));
            assertThat(bench.text())
                    .isEqualTo(
                            "hostler: cannot start this step: there is no directory 'nowhere' that can be entered\n");
        }
    }

    @ParameterizedTest
    @FieldSource("SHELLS")
    void givesAStepNoInputAndNoDescriptorOfItsOwn(String shell) throws Exception {
        try (SupervisedBench bench = SupervisedBench.on(shell)) {
            bench.run("cat; for fd in 3 4 5 6; do [ ! -e /proc/$$/fd/$fd ] || echo open $fd; done");
            assertThat(bench.text()).isEmpty();
        }
    }

    @ParameterizedTest
    @FieldSource("SHELLS")
    void refusesToRunTwiceInTheSameDirectories(String shell) throws Exception {
        try (SupervisedBench bench = SupervisedBench.on(shell)) {
            Process second = new ProcessBuilder(command(shell, bench)).start();
            try {
                assertThat(second.waitFor(20, TimeUnit.SECONDS)).isTrue();
                assertThat(second.exitValue()).isEqualTo(3);
            } finally {
                second.destroyForcibly();
            }
        }
    }

    @ParameterizedTest
    @FieldSource("SHELLS")
    void outlivesTheSignalsAStepCanSendIt(String shell) throws Exception {
        try (SupervisedBench bench = SupervisedBench.inNamespace(shell)) {
            assertThat(bench.run("for s in HUP INT QUIT TERM USR1 USR2 ALRM KILL STOP; do kill -$s 1; done; echo on"))
                    .isEqualTo(new StepEnd.Exited(0));
            assertThat(bench.run("echo still")).isEqualTo(new StepEnd.Exited(0));
        }
    }

    @ParameterizedTest
    @FieldSource("SHELLS")
    void takesTheWholeTreeOfAStepAlongAndSparesTheSandbox(String shell) throws Exception {
        try (SupervisedBench bench = SupervisedBench.inNamespace(shell)) {
            String script = """
                    trap '' TERM
                    setsid sh -c 'trap "" TERM; while :; do sleep 1; done' &
                    env -i /usr/bin/setsid /bin/sleep 1000 &
                    setsid setsid sh -c 'while :; do setsid sleep 1000 & sleep 0.01; done' &
                    echo up
                    while :; do sleep 1; done
                    """;
            StepEnd end = bench.run(bench.script(script), stopOnceUp(bench, Duration.ofMillis(300)));
            assertThat(end).isEqualTo(new StepEnd.Stopped(OptionalInt.of(137)));
            assertThat(bench.run("printf '%s\\n' /proc/[0-9]*")).isEqualTo(new StepEnd.Exited(0));
            // Process 1, the shell, and the killer, which goes too if a slow host made the KILL come from outside.
            assertThat(bench.text().lines()).hasSizeBetween(2, 3);
            assertThat(bench.run("cat /proc/[0-9]*/cmdline || :")).isEqualTo(new StepEnd.Exited(0));
            assertThat(bench.text()).doesNotContain("sleep");
        }
    }

    @ParameterizedTest
    @FieldSource("SHELLS")
    void killsFromInsideWhateverLeftItsSession(String shell) throws Exception {
        try (SupervisedBench bench = SupervisedBench.inNamespace(shell)) {
            AtomicBoolean sent = new AtomicBoolean();
            StepOrder order =
                    bench.script("setsid sleep 1000 & setsid setsid env -i /bin/sleep 1000 & echo up; sleep 1000");
            StepEnd end = bench.run(order, () -> {
                if (bench.text().contains("up") && sent.compareAndSet(false, true)) {
                    bench.write("ctl", "a KILL 1\n");
                }
                return Optional.empty();
            });
            assertThat(end).isEqualTo(new StepEnd.Exited(137));
            assertThat(bench.run("cat /proc/[0-9]*/cmdline || :")).isEqualTo(new StepEnd.Exited(0));
            assertThat(bench.text()).doesNotContain("sleep");
        }
    }

    @ParameterizedTest
    @FieldSource("SHELLS")
    void letsATreeUseItsGrace(String shell) throws Exception {
        try (SupervisedBench bench = SupervisedBench.inNamespace(shell)) {
            String script = """
                    sh -c 'trap "sleep 0.5; echo saved; exit" TERM; echo up; while :; do sleep 0.05; done'
                    """;
            StepEnd end = bench.run(bench.script(script), stopOnceUp(bench, Duration.ofSeconds(20)));
            assertThat(end).isInstanceOf(StepEnd.Stopped.class);
            assertThat(bench.text()).contains("saved\n");
        }
    }

    @ParameterizedTest
    @FieldSource("SHELLS")
    void stopsFromOutsideWhenTheKillerIsDead(String shell) throws Exception {
        try (SupervisedBench bench = SupervisedBench.inNamespace(shell)) {
            String script = "trap '' TERM; (trap '' TERM; setsid sleep 1000) & "
                    + "for p in /proc/[0-9]*; do p=${p#/proc/}; [ $p = 2 ] && kill -9 $p; done; echo up; "
                    + "while :; do sleep 1; done";
            StepEnd end = bench.run(bench.script(script), stopOnceUp(bench, Duration.ofSeconds(60)));
            assertThat(end).isEqualTo(new StepEnd.Stopped(OptionalInt.of(137)));
            assertThat(bench.run("echo next")).isEqualTo(new StepEnd.Exited(0));
        }
    }

    private static StopRequest stopOnceUp(SupervisedBench bench, Duration grace) {
        return () -> bench.text().contains("up") ? Optional.of(grace) : Optional.empty();
    }

    private static StepOrder with(SupervisedBench bench, String interpreter, String text) {
        StepCommand command = new StepCommand.Script(text, Optional.of(interpreter));
        return new StepOrder(bench.nextNumber(), command, Map.of(), Optional.empty());
    }

    private static StepOrder in(SupervisedBench bench, String directory) {
        StepCommand command = new StepCommand.Script("pwd", Optional.empty());
        return new StepOrder(bench.nextNumber(), command, Map.of(), Optional.of(directory));
    }

    private static List<String> command(String shell, SupervisedBench bench) {
        String entry = bench.input(SandboxDirectories.ENTRY).toString();
        String input = bench.paths.input().toString();
        String output = bench.paths.output().toString();
        return shell.equals("busybox")
                ? List.of("busybox", "ash", entry, input, output)
                : List.of(shell, entry, input, output);
    }

    private static Map<String, String> variables(String environ) {
        return Arrays.stream(environ.split("\0"))
                .map(variable -> variable.split("=", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
    }
}
