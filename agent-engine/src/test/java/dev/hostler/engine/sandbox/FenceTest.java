package dev.hostler.engine.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What a fence ends and when, on each shell; the agent that set it is gone in most of these. */
@Timeout(60)
class FenceTest {
    static final List<String> SHELLS = SupervisedBench.SHELLS;

    @ParameterizedTest
    @FieldSource("SHELLS")
    void endsTheWholeTreeOfAStepWithoutAnyAgent(String shell) throws Exception {
        try (SupervisedBench bench = SupervisedBench.inNamespace(shell)) {
            fence(bench, 2);
            String sleep = "sleep 86" + (100 + SHELLS.indexOf(shell));
            leaveBehind(bench, "trap '' TERM; setsid " + sleep + " & echo up; " + sleep + "; echo on");
            await().until(() -> running(sleep) == 2);
            Duration end = bench.session().fence().end().orElseThrow();

            await().until(() -> isOver(bench));

            Duration over = bench.threads.sinceBoot().minus(end);
            assertThat(over).isBetween(Duration.ZERO, Fence.MARGIN.minusSeconds(2));
            assertThat(running(sleep)).isZero();
            bench.restartAgent();
            assertThat(bench.session().resume(1, 0, bench::keep, StopRequest.NEVER))
                    .contains(new StepEnd.Fenced(OptionalInt.of(137)));
        }
    }

    @ParameterizedTest
    @FieldSource("SHELLS")
    void endsTheGroupOfAStepWhereThereIsNoNamespace(String shell) throws Exception {
        try (SupervisedBench bench = SupervisedBench.fenced(shell)) {
            fence(bench, 1);
            leaveBehind(bench, "echo up; sleep 60; echo on");
            await().until(() -> isOver(bench));
            bench.restartAgent();
            assertThat(bench.session().resume(1, 0, bench::keep, StopRequest.NEVER))
                    .contains(new StepEnd.Fenced(OptionalInt.of(137)));
        }
    }

    @ParameterizedTest
    @FieldSource("SHELLS")
    void leavesAStepAloneAsLongAsItIsRenewed(String shell) throws Exception {
        try (SupervisedBench bench = SupervisedBench.inNamespace(shell)) {
            fence(bench, 2);
            Duration first = bench.session().fence().end().orElseThrow();
            leaveBehind(bench, "echo up; until [ -e go ]; do sleep 0.05; done; exit 3");
            await().until(() -> {
                fence(bench, 2);
                return bench.threads.sinceBoot().minus(first).compareTo(Duration.ofSeconds(3)) > 0;
            });

            Files.createFile(bench.paths.workspace().resolve("go"));
            bench.restartAgent();
            assertThat(bench.session().resume(1, 0, bench::keep, StopRequest.NEVER))
                    .contains(new StepEnd.Exited(3));
        }
    }

    @ParameterizedTest
    @FieldSource("SHELLS")
    void stillProvesThatNothingIsLeftOfAStoppedStepAndKeepsTheFenceOfTheNext(String shell) throws Exception {
        try (SupervisedBench bench = SupervisedBench.inNamespace(shell)) {
            fence(bench, 5);
            long start = System.nanoTime();
            StopRequest gently = () -> bench.text().isEmpty() ? Optional.empty() : Optional.of(Duration.ofSeconds(30));
            assertThat(bench.run(bench.script("echo up; exec sleep 60"), gently))
                    .isInstanceOf(StepEnd.Stopped.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .as("the fence's clock is no process of the step")
                    .isLessThan(Duration.ofSeconds(10));

            StopRequest hard = () -> bench.text().isEmpty() ? Optional.empty() : Optional.of(Duration.ZERO);
            assertThat(bench.run(bench.script("trap '' TERM; echo up; while :; do sleep 1; done"), hard))
                    .isInstanceOf(StepEnd.Stopped.class);
            fence(bench, 1);
            assertThat(bench.run("sleep 60")).isEqualTo(new StepEnd.Fenced(OptionalInt.of(137)));
        }
    }

    @ParameterizedTest
    @FieldSource("SHELLS")
    void holdsWhenTheAgentDiesBetweenItsTermAndItsKill(String shell) throws Exception {
        try (SupervisedBench bench = SupervisedBench.inNamespace(shell)) {
            fence(bench, 2);
            leaveBehind(bench, "trap '' TERM; echo up; while :; do sleep 0.1; done");
            bench.write("ctl", "a TERM 1\n");
            await().until(() -> isOver(bench));
            bench.restartAgent();
            assertThat(bench.session().resume(1, 0, bench::keep, StopRequest.NEVER))
                    .contains(new StepEnd.Fenced(OptionalInt.of(137)));
        }
    }

    @ParameterizedTest
    @FieldSource("SHELLS")
    void countsNothingOfItsOwnAmongTheProcessesThatAreLeft(String shell) throws Exception {
        try (SupervisedBench bench = SupervisedBench.inNamespace(shell)) {
            fence(bench, 30);
            bench.run("true");
            for (int question = 1; question <= 20; question++) {
                String answer = question + " 0\n";
                bench.write("ctl", "p " + question + " 1\n");
                await().pollInterval(Duration.ofMillis(5))
                        .atMost(Duration.ofSeconds(10))
                        .until(() -> Files.exists(bench.output("pong"))
                                && Files.readString(bench.output("pong"))
                                        .startsWith(answer.substring(0, answer.indexOf(' ') + 1)));
                assertThat(Files.readString(bench.output("pong"))).isEqualTo(answer);
            }
        }
    }

    @Test
    void doesNotBeginAStepWhenItIsTooLate() throws Exception {
        try (SupervisedBench bench = SupervisedBench.on("dash")) {
            fence(bench, 0);
            assertThat(bench.run("touch ran")).isEqualTo(new StepEnd.Fenced(OptionalInt.empty()));
            assertThat(bench.paths.workspace().resolve("ran")).doesNotExist();
        }
    }

    @Test
    void costsASandboxWithoutOneNothing() throws Exception {
        try (SupervisedBench bench = SupervisedBench.on("dash")) {
            assertThat(bench.run("true")).isEqualTo(new StepEnd.Exited(0));
            assertThat(clocks(bench)).isZero();
            assertThat(bench.output("1.fence")).doesNotExist();

            fence(bench, 30);
            assertThat(bench.run("true")).isEqualTo(new StepEnd.Exited(0));
            assertThat(bench.run("true")).isEqualTo(new StepEnd.Exited(0));
            assertThat(clocks(bench)).as("one for all steps").isEqualTo(1);
        }
    }

    @Test
    void isTamperedWithWhenAStepPlantsTheMarksOfTheNext() throws Exception {
        for (String mark : List.of("2.fence", "2.fenced")) {
            try (SupervisedBench bench = SupervisedBench.on("dash")) {
                fence(bench, 30);
                bench.run("mkfifo '" + bench.output(mark) + "'");
                assertThat(bench.run("true")).isInstanceOf(StepEnd.Tampered.class);
            }
        }
    }

    private static void fence(SupervisedBench bench, int seconds) {
        bench.session()
                .fence()
                .renew(bench.threads.sinceBoot().plus(Fence.MARGIN).plusSeconds(seconds));
    }

    /** Starts a step and, once it has printed something, ends the agent's thread that follows it. */
    private static void leaveBehind(SupervisedBench bench, String script) throws Exception {
        AtomicReference<Thread> agent = new AtomicReference<>();
        StopRequest dying = () -> {
            if (!bench.text().isEmpty()) {
                agent.get().interrupt();
            }
            return Optional.empty();
        };
        Thread follower = new Thread(() -> {
            try {
                bench.run(bench.script(script), dying);
            } catch (InterruptedException ended) {
                // That is what is wanted.
            }
        });
        agent.set(follower);
        follower.start();
        follower.join();
    }

    private static long running(String command) throws Exception {
        return commandLines().filter(line -> line.equals(command)).count();
    }

    /** The shells below the killer, which is the supervisor's only child between steps. */
    private static long clocks(SupervisedBench bench) throws Exception {
        long supervisor = Long.parseLong(Files.readString(bench.output("ready")).split(" ")[0]);
        return ProcessHandle.of(supervisor)
                .orElseThrow()
                .children()
                .flatMap(ProcessHandle::children)
                .count();
    }

    private static Stream<String> commandLines() throws Exception {
        List<Path> processes;
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            processes = all.filter(path -> path.getFileName().toString().matches("\\d+"))
                    .toList();
        }
        return processes.stream().map(FenceTest::commandLine);
    }

    /** Its exit code is there as a whole line. */
    private static boolean isOver(SupervisedBench bench) throws IOException {
        return Files.readString(bench.output("1.exit")).contains("\n");
    }

    private static String commandLine(Path process) {
        try {
            return Files.readString(process.resolve("cmdline"))
                    .replace('\0', ' ')
                    .strip();
        } catch (IOException gone) {
            return "";
        }
    }
}
