package dev.hostler.engine.runtime.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.spi.CancellationToken;
import dev.hostler.api.spi.Instance;
import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.spi.InstanceName;
import dev.hostler.api.spi.WorkloadNotices;
import dev.hostler.api.workload.Revision;
import dev.hostler.api.workload.RunnerLimits;
import dev.hostler.api.workload.RunnerSpec;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A runner ends in order if that is possible, and in time in any case; and it goes on without its agent. */
class RunnerStopTest extends RunnerCase {
    private static final String FOREVER = "sleep 1000";
    private static final String WAIT_TO_GO = "while [ ! -e $FAKE_OUT/go ]; do sleep 0.05; done";
    private static final Duration GRACE = Duration.ofSeconds(10);

    private long stop(InstanceHandle handle, Duration grace) throws InterruptedException {
        long before = bench.scheduler().nanoTime();
        runtime.stop(handle, grace);
        return Duration.ofNanos(bench.scheduler().nanoTime() - before).toMillis();
    }

    @Test
    void aJobIsAskedOnceAndDrains() throws Exception {
        InstanceHandle handle =
                start(bench.jit("FAKE_STEP", FOREVER, "FAKE_DRAIN", "1").build());
        awaitStage(handle, "running");

        CompletableFuture<Long> first = CompletableFuture.supplyAsync(() -> stopInTime(handle));
        await().atMost(LIMIT).until(() -> Files.exists(files(handle).asked()));
        stop(handle, Duration.ofMillis(1));
        long took = first.join();

        Instance ended = awaitEnd(handle);
        assertEnded(ended, Outcome.INTERRUPTED, "asked for its end");
        assertThat(ended.exitCode()).isEqualTo(OptionalInt.of(-1));
        assertThat(ended.details()).containsEntry("job.result", "Canceled");
        assertThat(bench.out().resolve("signals")).hasContent("INT");
        assertThat(lines(handle)).contains("draining", "the last words");
        assertThat(took).isBetween(1000L, GRACE.toMillis());
    }

    private long stopInTime(InstanceHandle handle) {
        try {
            return stop(handle, GRACE);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aRunnerWithoutAJobEndsAndCanBeStartedAgain() throws Exception {
        InstanceHandle handle = start(bench.token("FAKE_NO_JOB", "1").build());
        awaitStage(handle, "listening");
        stop(handle, GRACE);
        assertEnded(awaitEnd(handle), Outcome.INTERRUPTED);
        Files.delete(bench.out().resolve("arguments"));

        runtime.start(handle);

        awaitStage(handle, "listening");
        assertThat(bench.out().resolve("arguments"))
                .as("it is registered still")
                .doesNotExist();
    }

    @Test
    void whatHasServedIsNotStartedAgain() throws Exception {
        InstanceHandle handle = start(bench.jit().build());
        Instance ended = awaitEnd(handle);

        runtime.start(handle);

        assertThat(see(handle)).isEqualTo(ended);
    }

    @Test
    void whatOnlyRegistersEndsAtOnce() throws Exception {
        InstanceHandle handle = start(bench.token("FAKE_CONFIG", "hang").build());
        awaitStage(handle, "registering");

        stop(handle, GRACE);

        assertEnded(awaitEnd(handle), Outcome.INTERRUPTED);
        assertThatThrownBy(() -> runtime.start(handle))
                .as("nobody has its credential any more")
                .isInstanceOfSatisfying(
                        AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT))
                .hasMessageContaining("apply it with a new credential");
        assertEnded(awaitEnd(handle), Outcome.INTERRUPTED);
    }

    /** Whichever process it meets, the one that counts is asked, and once. */
    @ParameterizedTest
    @ValueSource(ints = {0, 5, 10, 20, 30, 45, 60, 90, 150})
    void aStopAtAnyTimeOfItsStartEndsItInOrder(int millis) throws Exception {
        InstanceHandle handle = start(bench.token("FAKE_NO_JOB", "1").build());
        bench.scheduler().sleep(Duration.ofMillis(millis));

        stop(handle, Duration.ofSeconds(25));

        Instance ended = awaitEnd(handle);
        assertEnded(ended, Outcome.INTERRUPTED);
        assertThat(ended.message()).doesNotContain("killed");
    }

    @Test
    void whatDoesNotListenIsKilledWhenItsGraceIsOver() throws Exception {
        InstanceHandle handle = start(bench.jit(
                        "FAKE_IGNORE",
                        "1",
                        "FAKE_STEP",
                        "trap '' TERM INT; setsid sleep 1000 & while :; do sleep 1; done")
                .build());
        awaitStage(handle, "running");

        long took = stop(handle, Duration.ofMillis(500));

        Instance ended = awaitEnd(handle);
        assertEnded(ended, Outcome.INTERRUPTED, "killed after 0.5 s");
        assertThat(ended.exitCode()).isEqualTo(OptionalInt.of(-1));
        assertThat(took).isLessThan(40_000);
    }

    @Test
    void aScriptThatDiesLeavesItsListenerTimeToEndItsJob() throws Exception {
        InstanceHandle handle =
                start(bench.jit("FAKE_STEP", FOREVER, "FAKE_DRAIN", "0.5").build());
        awaitStage(handle, "running");
        List<Member> scripts = bench.members(AGENT, handle).stream()
                .filter(member ->
                        member.command().equals("run.sh") || member.command().equals("run-helper.sh"))
                .toList();

        bench.place(AGENT)
                .session(files(handle))
                .kill(scripts, bench.scheduler().bootId());

        awaitEnd(handle);
        assertThat(lines(handle)).contains("draining", "the last words");
    }

    @Test
    void aRunnerThatTakesTooLongIsStoppedAndItsLogsAreKept() throws Exception {
        RunnerLimits limits = RunnerBench.limits();
        RunnerSpec spec = bench.jit("FAKE_STEP", FOREVER)
                .limits(limits.times(limits.fetch(), limits.registration(), Duration.ofSeconds(4), GRACE))
                .build();
        InstanceHandle handle = start(spec);

        Instance ended = awaitEnd(handle);

        assertEnded(ended, Outcome.TIMEOUT, "longer than PT4S");
        assertThat(RunnerBench.files(kept(handle))).isNotEmpty();
        assertThat(lines(handle)).contains("the last words");
    }

    @Test
    void itsTimeCountsFromTheFirstWorkForIt() throws Exception {
        RunnerLimits limits = RunnerBench.limits();
        RunnerSpec spec = bench.jit("FAKE_NO_JOB", "1")
                .limits(limits.times(limits.fetch(), limits.registration(), Duration.ofMillis(500), GRACE))
                .build();
        runtime.prepare(KEY, spec, WorkloadNotices.NONE, CancellationToken.NONE);
        InstanceHandle handle = runtime.create(new InstanceName(KEY, new Revision("late"), "0000000000000000"), spec);
        bench.scheduler().sleep(Duration.ofMillis(600));

        runtime.start(handle);

        assertEnded(awaitEnd(handle), Outcome.TIMEOUT, "longer than PT0.5S");
    }

    @Test
    void aFullDiskStopsTheJobAndSaysSo() throws Exception {
        InstanceHandle handle = start(bench.jit("FAKE_STEP", FOREVER)
                .limits(RunnerBench.limits().floors(0, Long.MAX_VALUE, 0))
                .build());

        Instance ended = awaitEnd(handle);

        assertEnded(ended, Outcome.FAILURE, "MiB left", "limits.jobFreeBytes");
    }

    @Test
    void littleMemoryOnlyWarns() throws Exception {
        InstanceHandle handle = start(bench.jit("FAKE_STEP", WAIT_TO_GO)
                .limits(RunnerBench.limits().floors(0, 0, Long.MAX_VALUE))
                .build());
        await().atMost(LIMIT).until(() -> see(handle).details().containsKey("warning.memory"));
        Files.createFile(bench.out().resolve("go"));

        Instance ended = awaitEnd(handle);

        assertEnded(ended, Outcome.SUCCESS);
        assertThat(ended.details().get("warning.memory")).contains("MiB of memory left");
    }

    @Test
    void theNextAgentGoesOnWithARunnerInTheMiddleOfItsJob() throws Exception {
        InstanceHandle handle = start(
                bench.jit("FAKE_STEP", "echo one; " + WAIT_TO_GO + "; echo two").build());
        awaitStage(handle, "running");
        await().atMost(LIMIT).until(() -> lines(handle).contains("one"));
        runtime.close();

        runtime = bench.runtime(AGENT, Map.of());

        assertThat(see(handle).state()).isEqualTo(Instance.State.RUNNING);
        Files.createFile(bench.out().resolve("go"));
        assertEnded(awaitEnd(handle), Outcome.SUCCESS, "Succeeded");
        assertThat(lines(handle)).containsOnlyOnce("one", "two", "the last words");
    }

    /** Its credential is known to nobody any more then, and is told apart all the same. */
    @Test
    void theNextAgentMasksTheCredentialToo() throws Exception {
        InstanceHandle handle = start(
                bench.token("FAKE_CONFIG", "tell later", "FAKE_NO_JOB", "1").build());
        awaitStage(handle, "registering");
        runtime.close();
        Files.createFile(bench.out().resolve("register"));

        runtime = bench.runtime(AGENT, Map.of());

        awaitStage(handle, "listening");
        assertThat(lines(handle)).contains("the token is ***").noneMatch(line -> line.contains("the-secret"));
        stop(handle, GRACE);
        assertEnded(awaitEnd(handle), Outcome.INTERRUPTED);
    }

    @Test
    void theNextAgentJudgesWhatHasEndedMeanwhile() throws Exception {
        InstanceHandle handle = start(bench.jit("FAKE_STEP", WAIT_TO_GO).build());
        awaitStage(handle, "running");
        runtime.close();
        Files.createFile(bench.out().resolve("go"));
        await().atMost(LIMIT).until(() -> bench.members(AGENT, handle).isEmpty());

        runtime = bench.runtime(AGENT, Map.of());

        assertEnded(awaitEnd(handle), Outcome.SUCCESS, "Succeeded");
    }

    @Test
    void aSessionWhoseStartWasNotNotedIsFoundAndNotStartedTwice() throws Exception {
        InstanceHandle handle = start(bench.jit("FAKE_NO_JOB", "1").build());
        awaitStage(handle, "listening");
        runtime.close();
        Files.delete(files(handle).session());
        runtime = bench.runtime(AGENT, Map.of());

        runtime.start(handle);

        awaitStage(handle, "listening");
        assertThat(bench.members(AGENT, handle))
                .extracting(Member::command)
                .containsOnlyOnce("run.sh", "Runner.Listener");
        stop(handle, GRACE);
        assertEnded(awaitEnd(handle), Outcome.INTERRUPTED);
    }

    @Test
    void aRunnerThatSomebodyKillsIsAFailure() throws Exception {
        InstanceHandle handle = start(bench.jit("FAKE_STEP", FOREVER).build());
        awaitStage(handle, "running");

        bench.kill(AGENT, handle);

        assertEnded(awaitEnd(handle), Outcome.FAILURE, "it was killed", "in the middle of its job");
    }
}
