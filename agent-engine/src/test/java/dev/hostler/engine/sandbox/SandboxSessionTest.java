package dev.hostler.engine.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.spi.SandboxState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a session goes on over stops, ends and restarts of the agent. */
@Timeout(60)
class SandboxSessionTest {
    @Test
    void saysThatTheSandboxEnded() throws Exception {
        try (SupervisedBench bench = SupervisedBench.on("dash")) {
            StopRequest watch = () -> {
                if (bench.text().equals("up\n")) {
                    bench.executor.endAll();
                }
                return Optional.empty();
            };
            assertThat(bench.run(bench.script("echo up; sleep 60"), watch))
                    .isEqualTo(new StepEnd.SandboxEnded(new SandboxState.Ended(OptionalInt.of(137), false)));
        }
    }

    @Test
    void losesNoOutputThatCameJustBeforeTheExit() throws Exception {
        try (SupervisedBench bench = SupervisedBench.on("dash")) {
            StepOrder order = bench.script("echo one; until [ -e go ]; do sleep 0.01; done; echo two");
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            StepEnd end = bench.session()
                    .run(
                            order,
                            (bytes, length) -> {
                                all.write(bytes, 0, length);
                                letItEnd(bench);
                            },
                            StopRequest.NEVER);
            assertThat(end).isEqualTo(new StepEnd.Exited(0));
            assertThat(all).hasToString("one\ntwo\n");
        }
    }

    private static void letItEnd(SupervisedBench bench) {
        try {
            Files.writeString(bench.paths.workspace().resolve("go"), "");
            Awaitility.await()
                    .until(() -> Files.readString(bench.output("1.exit")).contains("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void stopsAStepBeforeItWasTakenUp() throws Exception {
        try (SupervisedBench bench = SupervisedBench.on("dash")) {
            StepEnd end = bench.run(bench.script("sleep 60"), () -> Optional.of(Duration.ofSeconds(60)));
            assertThat(end).isInstanceOf(StepEnd.Stopped.class);
            assertThat(bench.run("echo next")).isEqualTo(new StepEnd.Exited(0));
            assertThat(bench.text()).isEqualTo("next\n");
        }
    }

    @Test
    void killsAtOnceWhenTheGraceIsShortened() throws Exception {
        try (SupervisedBench bench = SupervisedBench.inNamespace("dash")) {
            int[] asked = {0};
            StopRequest stop = () -> !bench.text().contains("up")
                    ? Optional.empty()
                    : Optional.of(asked[0]++ < 20 ? Duration.ofHours(1) : Duration.ZERO);
            assertThat(bench.run(bench.script("trap '' TERM; echo up; while :; do sleep 1; done"), stop))
                    .isEqualTo(new StepEnd.Stopped(OptionalInt.of(137)));
        }
    }

    @Test
    void leavesNothingOfAStepInTheInputDirectory() throws Exception {
        try (SupervisedBench bench = SupervisedBench.on("dash")) {
            bench.run(bench.script("echo \"$A\"", Map.of("A", "b")));
            try (var left = Files.list(bench.paths.input())) {
                assertThat(left.map(file -> file.getFileName().toString()))
                        .containsExactlyInAnyOrder("cmd", "ctl", SandboxDirectories.ENTRY);
            }
        }
    }

    @Test
    void leavesTheStepRunningWhenInterruptedAndTakesItUpAgain() throws Exception {
        try (SupervisedBench bench = SupervisedBench.on("dash")) {
            StepOrder order = bench.script(
                    "echo \"$A\"; until [ -e go ]; do sleep 0.02; done; echo two; exit 5", Map.of("A", "one"));
            runAndInterruptAfter("one\n", bench, order);
            assertThatThrownBy(() -> bench.run("echo too early"))
                    .isInstanceOfSatisfying(
                            AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
            bench.restartAgent();
            Files.createFile(bench.paths.workspace().resolve("go"));
            ByteArrayOutputStream rest = new ByteArrayOutputStream();
            Optional<StepEnd> end =
                    bench.session().resume(1, 4, (bytes, length) -> rest.write(bytes, 0, length), StopRequest.NEVER);
            assertThat(end).contains(new StepEnd.Exited(5));
            assertThat(rest).hasToString("two\n");
        }
    }

    @Test
    void runsAStepOnceThoughItAsksForMoreWhileTheAgentIsAway() throws Exception {
        try (SupervisedBench bench = SupervisedBench.on("dash")) {
            String again = "printf 's 1\\ns 1\\n' >'" + bench.input("cmd") + "'";
            StepOrder order = bench.script("echo up; echo >>count; until [ -e go ]; do sleep 0.02; done; " + again);
            runAndInterruptAfter("up\n", bench, order);
            Files.createFile(bench.paths.workspace().resolve("go"));
            Awaitility.await()
                    .until(() -> Files.readString(bench.output("1.exit")).contains("\n"));
            Awaitility.await()
                    .during(Duration.ofMillis(300))
                    .until(() -> Files.size(bench.paths.workspace().resolve("count")) == 1);
            bench.restartAgent();
            assertThat(bench.session().resume(1, 0, (bytes, n) -> {}, StopRequest.NEVER))
                    .contains(new StepEnd.Exited(0));
            assertThat(bench.run("cat count")).isEqualTo(new StepEnd.Exited(0));
            assertThat(bench.text()).isEqualTo("\n");
        }
    }

    @Test
    void findsAStepThatEndedMeanwhile() throws Exception {
        try (SupervisedBench bench = SupervisedBench.on("dash")) {
            runAndInterruptAfter("one\n", bench, bench.script("echo one; sleep 0.3; exit 5"));
            Awaitility.await()
                    .until(() -> Files.readString(bench.output("1.exit")).contains("\n"));
            bench.executor.endAll();
            bench.restartAgent();
            for (int again = 0; again < 2; again++) {
                ByteArrayOutputStream all = new ByteArrayOutputStream();
                assertThat(bench.session().resume(1, 0, (bytes, n) -> all.write(bytes, 0, n), StopRequest.NEVER))
                        .contains(new StepEnd.Exited(5));
                assertThat(all).hasToString("one\n");
            }
        }
    }

    @Test
    void findsThatTheSandboxEndedMeanwhile() throws Exception {
        try (SupervisedBench bench = SupervisedBench.on("dash")) {
            runAndInterruptAfter("one\n", bench, bench.script("echo one; sleep 60"));
            bench.executor.endAll();
            bench.restartAgent();
            assertThat(bench.session()
                            .resume(1, 0, (bytes, n) -> {}, StopRequest.NEVER)
                            .orElseThrow())
                    .isInstanceOf(StepEnd.SandboxEnded.class);
        }
    }

    @Test
    void saysThatAStepWasNeverOffered() throws Exception {
        try (SupervisedBench bench = SupervisedBench.on("dash")) {
            Files.createFile(bench.output("1.out"));
            assertThat(bench.session().resume(1, 0, (bytes, n) -> {}, StopRequest.NEVER))
                    .isEmpty();
            assertThat(bench.run("echo now")).isEqualTo(new StepEnd.Exited(0));
        }
    }

    @Test
    void runsEachStepOnceOverManyRestarts() throws Exception {
        try (SupervisedBench bench = SupervisedBench.on("dash")) {
            StringBuilder expected = new StringBuilder();
            for (int i = 1; i <= 30; i++) {
                StepOrder order =
                        bench.script("echo \"$N\" >>count; sleep 0.0" + i % 7, Map.of("N", String.valueOf(i)));
                expected.append(i).append('\n');
                StepEnd end = runWithRestart(bench, order, i % 9);
                assertThat(end).isEqualTo(new StepEnd.Exited(0));
            }
            assertThat(bench.paths.workspace().resolve("count")).hasContent(expected.toString());
        }
    }

    @Test
    void refusesAVariableThatNoProgramCanTake() throws Exception {
        try (SupervisedBench bench = SupervisedBench.on("dash")) {
            for (Map<String, String> env :
                    List.of(Map.of("A-B", "secret"), Map.of("A", "secret\0"), Map.of("A", "secret".repeat(30_000)))) {
                assertThatThrownBy(() -> bench.run(bench.script("true", env)))
                        .isInstanceOfSatisfying(
                                AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT))
                        .hasMessageContaining("A")
                        .hasMessageNotContaining("secret");
            }
            assertThat(bench.script("true", Map.of("A", "secret")).toString()).doesNotContain("secret");
        }
    }

    @Test
    void saysWhyASandboxDidNotBecomeReady() throws Exception {
        try (SupervisedBench bench = SupervisedBench.on("dash")) {
            Files.delete(bench.output("ready"));
            assertThatThrownBy(() -> bench.session().awaitReady(Duration.ofMillis(50)))
                    .hasMessageContaining("not ready after 50 ms");
            bench.executor.endAll();
            assertThatThrownBy(() -> bench.session().awaitReady(Duration.ofSeconds(10)))
                    .isInstanceOfSatisfying(
                            AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RUNTIME_UNAVAILABLE))
                    .hasMessageContaining("exit code 137");
        }
    }

    @Test
    void runsOneStepAfterTheOther() throws Exception {
        for (String shell : SupervisedBench.SHELLS) {
            try (SupervisedBench bench = SupervisedBench.on(shell)) {
                for (int i = 0; i < 50; i++) {
                    StepOrder order = bench.script("echo $A; exit 3", Map.of("A", "step " + i));
                    assertThat(bench.run(order)).isEqualTo(new StepEnd.Exited(3));
                    assertThat(bench.text()).isEqualTo("step " + i + "\n");
                }
            }
        }
    }

    private static void runAndInterruptAfter(String output, SupervisedBench bench, StepOrder order) throws Exception {
        AtomicReference<Object> outcome = new AtomicReference<>();
        Thread runner = new Thread(() -> {
            try {
                outcome.set(bench.run(order));
            } catch (InterruptedException expected) {
                outcome.set(expected);
            }
        });
        runner.start();
        Awaitility.await().until(() -> bench.text().equals(output));
        runner.interrupt();
        runner.join();
        assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
    }

    private static StepEnd runWithRestart(SupervisedBench bench, StepOrder order, long millis) throws Exception {
        List<StepEnd> ends = new ArrayList<>();
        Thread runner = new Thread(() -> {
            try {
                ends.add(bench.run(order));
            } catch (InterruptedException expected) {
                // The agent was ended.
            }
        });
        runner.start();
        runner.join(millis + 1);
        runner.interrupt();
        runner.join();
        bench.restartAgent();
        Optional<StepEnd> end = bench.session().resume(order.number(), 0, (bytes, n) -> {}, StopRequest.NEVER);
        return end.isPresent() ? end.get() : bench.run(order);
    }

    @Test
    void aSandboxThatIsDismissedEndsAndItsStepsAreStillKnown() throws Exception {
        try (SupervisedBench bench = SupervisedBench.on("dash")) {
            assertThat(bench.run("exit 4")).isEqualTo(new StepEnd.Exited(4));
            bench.session().dismiss();
            Awaitility.await().until(() -> bench.sandbox().state() instanceof SandboxState.Ended);
            bench.restartAgent();
            bench.session().dismiss();
            assertThat(bench.session().resume(1, 0, bench::keep, StopRequest.NEVER))
                    .contains(new StepEnd.Exited(4));
        }
    }

    @Test
    void whatAnAgentPreparedBeforeItDiedIsNoForgery() throws Exception {
        try (SupervisedBench bench = SupervisedBench.on("dash")) {
            bench.session().prepare();
            bench.restartAgent();
            assertThat(bench.run("echo first; exit 5")).isEqualTo(new StepEnd.Exited(5));
            assertThat(bench.text()).isEqualTo("first\n");
            bench.restartAgent();
            assertThat(bench.run("echo second; exit 6")).isEqualTo(new StepEnd.Exited(6));
        }
    }

    @Test
    void aStepHasItsOwnFilesAlsoWhenTheOneBeforeRemovedItsOwn() throws Exception {
        try (SupervisedBench bench = SupervisedBench.on("dash")) {
            bench.session().prepare();
            assertThat(bench.run("(sleep 0.3; cd '" + bench.paths.output() + "'; rm 1.start 1.pid 1.go) & exit 5"))
                    .isEqualTo(new StepEnd.Exited(5));
            Awaitility.await().until(() -> !Files.exists(bench.output("1.go")));
            assertThat(bench.run("echo second; exit 6")).isEqualTo(new StepEnd.Exited(6));
            assertThat(bench.text()).isEqualTo("second\n");
            assertThat(bench.run("exit 7")).isEqualTo(new StepEnd.Exited(7));
            assertThat(bench.output("2.exit")).doesNotExist();
        }
    }

    @Test
    void theOutputOfTheNextStepIsMadeWhileOneRuns() throws Exception {
        try (SupervisedBench bench = SupervisedBench.on("dash")) {
            bench.run("echo one");
            assertThat(ahead(bench)).as("most jobs have one step").doesNotExist();
            bench.run(untilThereIs(ahead(bench)));
            assertThat(ahead(bench)).isEmptyFile();
            Object made = Files.getAttribute(ahead(bench), "unix:fileKey");
            bench.run("echo three");
            assertThat(Files.getAttribute(bench.output("3.out"), "unix:fileKey"))
                    .isEqualTo(made);
            assertThat(bench.text()).isEqualTo("three\n");
        }
    }

    @Test
    void anOutputThatCannotBeMadeAheadIsMadeWhenItIsNeeded() throws Exception {
        try (SupervisedBench bench = SupervisedBench.on("dash")) {
            bench.run("echo one");
            assertThat(bench.run(
                            bench.script(untilThereIs(ahead(bench).resolve("in the way"))), () -> block(ahead(bench))))
                    .isEqualTo(new StepEnd.Exited(0));
            assertThatThrownBy(() -> bench.run("echo three"))
                    .isInstanceOf(AgentException.class)
                    .hasMessageContaining("ahead.draft");
            Files.delete(ahead(bench).resolve("in the way"));
            assertThat(bench.run("echo four")).isEqualTo(new StepEnd.Exited(0));
            assertThat(bench.text()).isEqualTo("four\n");
        }
    }

    private static Optional<Duration> block(Path draft) {
        try {
            Files.createDirectories(draft.resolve("in the way"));
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatIsInTheWayOfAnOutputThatWasMadeAheadIsFound() throws Exception {
        try (SupervisedBench bench = SupervisedBench.on("dash")) {
            bench.run("echo one");
            bench.run("echo forged >'" + bench.output("3.out") + "'");
            assertThat(bench.run("echo three"))
                    .isEqualTo(new StepEnd.Tampered("the supervisor's file 3.out was there before its step"));
        }
    }

    private static String untilThereIs(Path file) {
        return "until [ -e '" + file + "' ]; do sleep 0.01; done";
    }

    private static Path ahead(SupervisedBench bench) {
        return bench.paths.scratch().resolve("ahead.draft");
    }
}
