package dev.hostler.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.log.LogQuery;
import dev.hostler.api.log.TimedLine;
import dev.hostler.api.log.TimedLogStream;
import dev.hostler.api.spi.Instance;
import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.spi.ProgramRuntime;
import dev.hostler.api.workload.WorkloadSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** What every runtime promises of logs, and of programs beside those of an instance. Confined to one thread. */
public abstract class RuntimeLogContract extends InstanceContract {
    /** Returns a spec that prints a number of lines, {@code line 1} and so on, and a last one as an error, and ends. */
    protected abstract WorkloadSpec printing(int lines, String error);

    /** Returns a spec that prints {@code tick 1}, {@code tick 2} and so on until it is stopped, several in a second. */
    protected abstract WorkloadSpec ticking();

    /** Returns a program that can be run in each instance, and ends at once. */
    protected abstract List<String> program(int code);

    /** Returns a program that can be run in each instance, and does not end within a minute. */
    protected abstract List<String> endlessProgram();

    /** Returns whether the runtime keeps what instances print. */
    protected boolean keepsLogs() {
        return true;
    }

    /** Returns whether the runtime knows what was printed as an error. */
    protected boolean tellsOutputsApart() {
        return true;
    }

    private InstanceHandle ended(WorkloadSpec spec) throws InterruptedException {
        InstanceHandle handle = start(spec);
        awaitState(handle, Instance.State.EXITED);
        return handle;
    }

    /** Reads a log to its end. */
    protected final List<TimedLine> lines(InstanceHandle handle, LogQuery query) throws InterruptedException {
        List<TimedLine> lines = new ArrayList<>();
        try (TimedLogStream log = runtime.log(handle, query)) {
            for (Optional<TimedLine> line = log.next(); line.isPresent(); line = log.next()) {
                lines.add(line.get());
            }
            assertThat(log.next()).isEmpty();
        }
        return lines;
    }

    @Test
    void aRuntimeWithoutLogsSaysSo() throws InterruptedException {
        InstanceHandle handle = ended(exiting(0));
        if (keepsLogs()) {
            assertThat(lines(handle, LogQuery.ALL)).isEmpty();
        } else {
            assertRefused(ErrorCode.RUNTIME_UNAVAILABLE, () -> runtime.log(handle, LogQuery.ALL));
        }
    }

    @Test
    void linesComeInTheirOrderWithTheirTimesAndOutputsApart() throws InterruptedException {
        if (!keepsLogs()) {
            return;
        }
        InstanceHandle handle = ended(printing(3, "wrong"));
        Instant started = see(handle).startedAt().orElseThrow();

        List<TimedLine> lines = lines(handle, LogQuery.ALL);

        TimedLine.Output errors = tellsOutputsApart() ? TimedLine.Output.STDERR : TimedLine.Output.STDOUT;
        assertThat(lines)
                .filteredOn(line -> line.text().startsWith("line"))
                .allMatch(line -> line.output() == TimedLine.Output.STDOUT)
                .extracting(TimedLine::text)
                .containsExactly("line 1", "line 2", "line 3");
        assertThat(lines)
                .filteredOn(line -> !line.text().startsWith("line"))
                .allMatch(line -> line.output() == errors)
                .extracting(TimedLine::text)
                .containsExactly("wrong");
        assertThat(lines)
                .noneMatch(TimedLine::continued)
                .allMatch(line -> !line.time().isBefore(started.minusSeconds(1)));
    }

    @Test
    void theLastLinesAndTheLinesSinceAMomentCanBeAskedFor() throws InterruptedException {
        if (!keepsLogs()) {
            return;
        }
        InstanceHandle handle = start(ticking());
        await().atMost(LIMIT).until(() -> lines(handle, LogQuery.ALL).size() > 3);
        runtime.stop(handle, GRACE);
        List<TimedLine> all = lines(handle, LogQuery.ALL);

        assertThat(lines(handle, LogQuery.ALL.last(2))).isEqualTo(all.subList(all.size() - 2, all.size()));
        assertThat(lines(handle, LogQuery.ALL.last(0))).isEmpty();
        assertThat(lines(handle, LogQuery.ALL.from(all.get(2).time()))).isEqualTo(all.subList(2, all.size()));
        assertThat(lines(
                        handle, LogQuery.ALL.from(all.get(all.size() - 1).time().plusNanos(1))))
                .isEmpty();
    }

    @Test
    void theLogGoesOnOverARestart() throws InterruptedException {
        if (!keepsLogs()) {
            return;
        }
        InstanceHandle handle = ended(printing(1, "wrong"));

        runtime.start(handle);
        awaitState(handle, Instance.State.EXITED);

        assertThat(lines(handle, LogQuery.ALL))
                .extracting(TimedLine::text)
                .filteredOn(text -> text.startsWith("line"))
                .containsExactly("line 1", "line 1");
    }

    @Test
    void followsWhatIsPrintedToItsEnd() throws InterruptedException {
        if (!keepsLogs()) {
            return;
        }
        InstanceHandle handle = start(ticking());
        try (TimedLogStream log = runtime.log(handle, LogQuery.ALL.following())) {
            assertThat(log.next().orElseThrow().text()).isEqualTo("tick 1");
            assertThat(log.next().orElseThrow().text()).isEqualTo("tick 2");

            runtime.stop(handle, GRACE);

            int expected = 3;
            for (Optional<TimedLine> line = log.next(); line.isPresent(); line = log.next()) {
                assertThat(line.get().text()).isEqualTo("tick " + expected);
                expected++;
            }
        }
    }

    @Test
    void aReaderThatDoesNotWaitIsToldOfEachLineAndOfTheEnd() throws InterruptedException {
        if (!keepsLogs()) {
            return;
        }
        InstanceHandle handle = ended(printing(100, "wrong"));
        try (TimedLogStream log = runtime.log(handle, LogQuery.ALL)) {
            Semaphore told = new Semaphore(0);
            log.onMore(told::release);

            int lines = 0;
            while (!log.isOver() && told.tryAcquire(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                while (log.poll().isPresent()) {
                    lines++;
                }
            }

            assertThat(log.isOver()).isTrue();
            assertThat(lines).isEqualTo(101);
        }
    }

    @Test
    void closingEndsTheWaitOfAReaderAndAnInterruptDoesNotSpoilTheStream() throws Exception {
        if (!keepsLogs()) {
            return;
        }
        InstanceHandle handle = start(forever());
        TimedLogStream log = runtime.log(handle, LogQuery.ALL.following());
        Thread.currentThread().interrupt();
        assertThatThrownBy(log::next).isInstanceOf(InterruptedException.class);
        CompletableFuture<Optional<TimedLine>> waiting = CompletableFuture.supplyAsync(() -> nextOf(log));

        assertThatThrownBy(() -> waiting.get(200, TimeUnit.MILLISECONDS))
                .as("it waits")
                .isInstanceOf(TimeoutException.class);
        log.close();
        log.close();

        assertThat(waiting.get(10, TimeUnit.SECONDS)).isEmpty();
        assertThat(log.next()).isEmpty();
    }

    private static Optional<TimedLine> nextOf(TimedLogStream log) {
        try {
            return log.next();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theLogOfWhatIsGoneIsNotFound() throws InterruptedException {
        if (!keepsLogs()) {
            return;
        }
        InstanceHandle handle = ended(printing(1, "wrong"));
        runtime.destroy(handle);

        assertRefused(ErrorCode.NOT_FOUND, () -> runtime.log(handle, LogQuery.ALL));
    }

    @Test
    void usageIsToldOfNothingButWhatRuns() throws InterruptedException {
        InstanceHandle running = start(forever());
        InstanceHandle over = ended(exiting(0));
        runtime.observeAll();

        assertThat(runtime.usage().keySet()).isSubsetOf(running);
        runtime.destroy(running);
        runtime.observeAll();
        assertThat(runtime.usage()).doesNotContainKeys(running, over);
    }

    @Test
    void programsRunInsideAndTellTheirExitCode() throws InterruptedException {
        if (!(runtime instanceof ProgramRuntime programs)) {
            return;
        }
        InstanceHandle handle = start(forever());

        assertThat(programs.run(handle, program(0), LIMIT)).isZero();
        assertThat(programs.run(handle, program(3), LIMIT)).isEqualTo(3);
        assertThat(programs.run(handle, List.of("/no/such/program"), LIMIT)).isNotZero();
        assertRefused(ErrorCode.TIMEOUT, () -> programs.run(handle, endlessProgram(), Duration.ofMillis(300)));
        assertThat(see(handle).state()).isEqualTo(Instance.State.RUNNING);
    }

    @Test
    void noProgramRunsInWhatDoesNotRun() throws InterruptedException {
        if (!(runtime instanceof ProgramRuntime programs)) {
            return;
        }
        InstanceHandle handle = ended(exiting(0));

        assertRefused(ErrorCode.NOT_FOUND, () -> programs.run(handle, program(0), LIMIT));
        runtime.destroy(handle);
        assertRefused(ErrorCode.NOT_FOUND, () -> programs.run(handle, program(0), LIMIT));
    }
}
