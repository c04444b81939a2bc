package dev.hostler.engine.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a job can do to the files and FIFOs of its supervisor, and what the agent concludes.
 *
 * <p>The fake has no isolation, and the supervisor writes through a link: so links lead to the test's own directory.
 */
@Timeout(60)
class HostileJobTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "rm 1.exit; ln -s ../victim 1.exit",
                "rm 1.exit; ln -s nowhere 1.exit",
                "rm 1.exit; mkfifo 1.exit",
                "rm 1.exit; mkdir 1.exit",
                "rm 1.exit; echo 0 >1.exit",
                "rm 1.exit",
                "ln 1.exit other",
                "rm 1.out; ln -s /dev/zero 1.out",
                "rm 1.out; mkfifo 1.out",
                "rm 1.out; mkdir 1.out",
                "echo some; sleep 0.2; : >1.out",
                "cd ..; mv output elsewhere",
                "cd ..; mv output elsewhere; ln -s elsewhere output",
                "head -c 1000000 /dev/zero >1.exit",
                "echo rubbish >1.exit",
                "echo 1000 >1.exit"
            })
    void callsItTamperedWhenAStepTouchesWhatIsNotItsOwn(String attack) throws Exception {
        try (SupervisedBench bench = SupervisedBench.on("dash")) {
            StepEnd end = bench.run("cd '" + bench.paths.output() + "'; " + attack + "; sleep 30");
            assertThat(end).isInstanceOf(StepEnd.Tampered.class);
        }
    }

    @Test
    void isNotLedToAnotherFileByALink() throws Exception {
        try (SupervisedBench bench = SupervisedBench.on("dash")) {
            Files.writeString(bench.root.resolve("victim"), "mine");
            String link = "ln -sf '" + bench.root.resolve("victim") + "' '";
            assertThat(bench.run(link + bench.output("1.exit") + "'")).isInstanceOf(StepEnd.Tampered.class);
            assertThat(bench.root.resolve("victim")).hasContent("mine");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {".start", ".pid", ".go", ".out", ".exit"})
    void believesNoFileOfAStepThatWasNotSent(String kind) throws Exception {
        for (String forgery : new String[] {"echo 0 >F", "mkfifo F", "mkdir F", "ln -s ../victim F"}) {
            try (SupervisedBench bench = SupervisedBench.on("dash")) {
                bench.run(forgery.replace("F", "'" + bench.output("2" + kind) + "'"));
                assertThat(bench.run("echo mine")).isInstanceOf(StepEnd.Tampered.class);
                assertThat(bench.text()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {".start", ".pid", ".go"})
    void callsItTamperedWhenAMarkIsNoPlainFile(String planted) throws Exception {
        try (SupervisedBench bench = SupervisedBench.on("dash")) {
            signal("STOP", bench);
            AtomicBoolean done = new AtomicBoolean();
            // The first question about a stop comes when the step has been offered.
            StepEnd end = bench.run(bench.script("true", Map.of("A", "b")), () -> {
                if (done.compareAndSet(false, true)) {
                    marksUpTo(planted, bench);
                }
                return Optional.empty();
            });
            assertThat(end)
                    .isEqualTo(new StepEnd.Tampered("the supervisor's file 1" + planted + " is not a plain file"));
        }
    }

    @Test
    void doesNotBelieveAnExitCodeThatIsNotWholeYet() throws Exception {
        try (SupervisedBench bench = SupervisedBench.on("dash")) {
            StepEnd end = bench.run("printf 0 >'" + bench.output("1.exit") + "'; sleep 0.3; exit 7");
            assertThat(end).isEqualTo(new StepEnd.Exited(7));
        }
    }

    @Test
    void sendsAgainWhenAnotherProcessReadsTheFifo() throws Exception {
        try (SupervisedBench bench = SupervisedBench.on("dash")) {
            // They wait at the FIFO before the supervisor does, and give up after a while.
            String thief = "timeout 1 cat <'" + bench.input("cmd") + "' >/dev/null &";
            bench.run((thief + "\n").repeat(5) + "sleep 0.3");
            long start = System.nanoTime();
            assertThat(bench.run("echo through")).isEqualTo(new StepEnd.Exited(0));
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .as("before the job's processes are ended for it")
                    .isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void endsThievesThatDoNotGiveUp() throws Exception {
        try (SupervisedBench bench = SupervisedBench.inNamespace("dash")) {
            String thief = "while :; do read -r x; done <'" + bench.input("cmd") + "'";
            bench.run("for i in 1 2 3 4 5 6 7 8 9; do setsid sh -c \"" + thief + "\" & done; sleep 0.3");
            assertThat(bench.run("echo through")).isEqualTo(new StepEnd.Exited(0));
            assertThat(bench.text()).isEqualTo("through\n");
        }
    }

    @Test
    void saysSoWhenTheSupervisorTakesNoStepUp() throws Exception {
        try (SupervisedBench bench = SupervisedBench.on("dash")) {
            signal("STOP", bench);
            assertThat(bench.run("echo never")).isInstanceOf(StepEnd.NotAnswering.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cmd", "ctl"})
    void getsThroughAFifoThatIsFull(String fifo) throws Exception {
        try (SupervisedBench bench = SupervisedBench.inNamespace("dash")) {
            bench.run("( yes x | head -c 400000 >'" + bench.input(fifo) + "' ) >/dev/null 2>&1 & sleep 0.2");
            assertThat(bench.run("echo through")).isEqualTo(new StepEnd.Exited(0));
            assertThat(bench.run(bench.script("echo up; sleep 60"), stopOnceUp(bench)))
                    .isInstanceOf(StepEnd.Stopped.class);
        }
    }

    @Test
    void doesNotTakeUpAStepWhoseNumberTheJobSends() throws Exception {
        try (SupervisedBench bench = SupervisedBench.on("dash")) {
            bench.run("echo 's 2' >'" + bench.input("cmd") + "'; echo 's 3' >'" + bench.input("cmd") + "'");
            assertThat(bench.run("echo two")).isEqualTo(new StepEnd.Exited(0));
            assertThat(bench.text()).isEqualTo("two\n");
            assertThat(bench.run("echo three")).isEqualTo(new StepEnd.Exited(0));
        }
    }

    @Test
    void endsAStepThatWritesTooMuch() throws Exception {
        try (SupervisedBench bench = SupervisedBench.withOutputLimit(3_000_000)) {
            assertThat(bench.run("yes")).isEqualTo(new StepEnd.OutputLimit(3_000_000));
            assertThat(bench.bytes()).hasSize(3_000_000);
            assertThat(bench.run("head -c 3000001 /dev/zero")).isEqualTo(new StepEnd.OutputLimit(3_000_000));
            assertThat(bench.run("truncate -s 1T '" + bench.output("3.out") + "'; sleep 30"))
                    .isEqualTo(new StepEnd.OutputLimit(3_000_000));
            assertThat(bench.run("head -c 3000000 /dev/zero")).isEqualTo(new StepEnd.Exited(0));
            assertThat(bench.bytes()).hasSize(3_000_000);
        }
    }

    @Test
    void isNotHeldByAProcessThatWritesWithoutEnd() throws Exception {
        try (SupervisedBench bench = SupervisedBench.on("dash")) {
            assertThat(bench.run("yes & exit 4")).isEqualTo(new StepEnd.Exited(4));
        }
    }

    @Test
    void survivesAForkBombOfItsJob() throws Exception {
        try (SupervisedBench bench = SupervisedBench.inNamespace("bash")) {
            String bomb = "ulimit -u 400; b() { b | b & }; echo up; b; sleep 60";
            StepEnd end = bench.run(bench.script(bomb), stopOnceUp(bench));
            assertThat(end).isInstanceOf(StepEnd.Stopped.class);
            assertThat(bench.run("echo next")).isEqualTo(new StepEnd.Exited(0));
        }
    }

    @Test
    void countsOnlyTheStepsSessionWhereItIsNotProcessOne() throws Exception {
        try (SupervisedBench bench = SupervisedBench.on("dash")) {
            StepEnd end = bench.run(
                    bench.script("trap '' TERM; (trap '' TERM; sleep 60) & echo up; sleep 60; sleep 60"),
                    stopOnceUp(bench));
            assertThat(end).isEqualTo(new StepEnd.Stopped(OptionalInt.of(137)));
            assertThat(bench.run("echo next")).isEqualTo(new StepEnd.Exited(0));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "0", "-1", "1 -1", "0001", "", "01", "+1"})
    void neverSignalsEverybodyWhateverThePidFileSays(String forged) throws Exception {
        try (SupervisedBench bench = SupervisedBench.fenced("dash")) {
            bench.run("echo '" + forged + "' >'" + bench.output("1.pid") + "'");
            bench.write("ctl", "a KILL 1\ng KILL 1\np 77 1\n");
            await().until(() -> Files.exists(bench.output("pong")) && Files.size(bench.output("pong")) > 0);
            assertThat(bench.run("echo here")).isEqualTo(new StepEnd.Exited(0));
        }
    }

    private static void marksUpTo(String planted, SupervisedBench bench) {
        try {
            for (String mark : List.of(".start", ".pid", ".go")) {
                String way = mark.equals(planted) ? "rm \"$1\"; mkfifo \"$1\"" : "echo 1 1<>\"$1\"";
                String file = bench.output("1" + mark).toString();
                bench.programs.run(List.of("sh", "-c", way, "sh", file), Duration.ofSeconds(5));
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void signal(String name, SupervisedBench bench) throws Exception {
        // The mark is there before its line is.
        await().until(() -> Files.readString(bench.output("ready")).endsWith("\n"));
        String supervisor = Files.readString(bench.output("ready")).split(" ")[0];
        List<String> kill = List.of("kill", "-" + name, supervisor);
        assertThat(bench.programs.run(kill, Duration.ofSeconds(5)).exitCode()).isZero();
        if (name.equals("STOP")) {
            // The signal is on its way when kill returns.
            Path stat = Path.of("/proc", supervisor, "stat");
            await().until(() -> Files.readString(stat).contains(") T "));
        }
    }

    private static StopRequest stopOnceUp(SupervisedBench bench) {
        return () -> bench.text().contains("up") ? Optional.of(Duration.ofMillis(200)) : Optional.empty();
    }
}
