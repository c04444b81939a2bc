package dev.hostler.engine.sandbox;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.spi.Sandbox;
import dev.hostler.api.spi.SandboxSpec;
import dev.hostler.api.spi.SandboxState;
import dev.hostler.api.spi.Scheduler;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Runs the steps of one job in an open sandbox, one after the other. Confined to one thread.
 *
 * <p>All that matters is in the sandbox's directories: a session of a later run of the agent goes on where this one
 * was left, by {@link #resume}. An interrupt leaves the step running.
 */
public final class SandboxSession implements AutoCloseable {
    private final Sandbox sandbox;
    private final Scheduler scheduler;
    private final SandboxLines lines;
    private final StepFollower.Surroundings around;

    private SandboxSession(Sandbox sandbox, SandboxLines lines, Scheduler scheduler, OutputBounds bounds) {
        this.sandbox = sandbox;
        this.scheduler = scheduler;
        this.lines = lines;
        this.around = new StepFollower.Surroundings(sandbox, scheduler, lines, bounds);
    }

    /** Opens a session; does no I/O. */
    public static SandboxSession open(
            Sandbox sandbox, SandboxSpec.Directories directories, Scheduler scheduler, OutputBounds bounds) {
        return new SandboxSession(sandbox, SandboxLines.of(directories, scheduler), scheduler, bounds);
    }

    /**
     * Waits until the supervisor listens.
     *
     * @throws AgentException with {@code IMAGE_UNAVAILABLE} or {@code RUNTIME_UNAVAILABLE} if the sandbox ended or the
     *     time is over
     */
    public void awaitReady(Duration limit) throws InterruptedException {
        SandboxWatch watch = new SandboxWatch(sandbox, scheduler);
        PollPace pace = new PollPace(scheduler);
        long start = scheduler.nanoTime();
        while (!isReady()) {
            if (watch.ended().isPresent()) {
                throw SandboxFailures.endedEarly(id(), watch.ended().get());
            }
            if (scheduler.nanoTime() - start > limit.toNanos()) {
                throw SandboxFailures.notReady(id(), limit, sandbox.state());
            }
            watch.askIfDue();
            pace.rest(false);
        }
    }

    /**
     * Runs a step to its end. Output of earlier steps is dropped with it.
     *
     * @throws AgentException with {@code INVALID_INPUT} if a variable can't be handed to any program, with
     *     {@code CONFLICT} if another step is not over, with {@code STATE_UNAVAILABLE} if the agent's own files fail
     * @throws InterruptedException if the thread is interrupted; the step goes on
     */
    public StepEnd run(StepOrder order, OutputSink sink, StopRequest stop) throws InterruptedException {
        StepFiles files = StepFiles.of(order, sandbox.layout());
        try {
            OptionalInt pending = lines.input().pending();
            if (pending.isPresent()) {
                throw SandboxFailures.notOver(order.number(), pending.getAsInt());
            }
            lines.output().clearOutputBefore(order.number());
            StepSpool spool = lines.output().create(order.number());
            lines.input().put(order.number(), files);
            return follow(order.number(), spool, sink, stop);
        } catch (TamperedException e) {
            return new StepEnd.Tampered(e.what());
        } catch (IOException e) {
            throw failed(order.number(), e);
        }
    }

    /**
     * Goes on with a step that an earlier run of the agent may have started.
     *
     * @param number the step
     * @param offset how many bytes of its output are known already, and never asked for again
     * @return its end; empty if it was never offered to the supervisor, so that it can be {@linkplain #run run} now
     * @throws InterruptedException if the thread is interrupted; the step goes on
     */
    public Optional<StepEnd> resume(int number, long offset, OutputSink sink, StopRequest stop)
            throws InterruptedException {
        try {
            boolean offered = lines.input().pending().equals(OptionalInt.of(number));
            if (offered || isOver(number)) {
                StepSpool spool = lines.output().reopen(number);
                spool.skipTo(offset);
                return Optional.of(follow(number, spool, sink, stop));
            }
            if (sandbox.state() instanceof SandboxState.Ended ended) {
                return Optional.of(new StepEnd.SandboxEnded(ended));
            }
            lines.output().clear(number);
            return Optional.empty();
        } catch (TamperedException e) {
            return Optional.of(new StepEnd.Tampered(e.what()));
        } catch (IOException e) {
            throw failed(number, e);
        }
    }

    /** Lets go of the sandbox and leaves it, and the step in it, as they are. Idempotent. */
    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException e) {
            throw Failure.cannot(
                            ErrorCode.INTERNAL,
                            "let go of sandbox",
                            id(),
                            String.valueOf(e.getMessage()),
                            "report this")
                    .toException(e);
        }
    }

    private StepEnd follow(int number, StepSpool spool, OutputSink sink, StopRequest stop)
            throws IOException, TamperedException, InterruptedException {
        try (spool) {
            StepEnd end = new StepFollower(number, spool, around, sink, stop).follow();
            lines.input().drop(number);
            return end;
        }
    }

    private boolean isOver(int number) throws IOException, TamperedException {
        if (!lines.output().hasSpool(number)) {
            return false;
        }
        try (StepSpool spool = lines.output().reopen(number)) {
            return spool.exitCode().isPresent();
        }
    }

    /** An interrupt closes the channel that is in use. */
    private static AgentException failed(int number, IOException e) throws InterruptedException {
        if (e instanceof ClosedByInterruptException) {
            throw new InterruptedException();
        }
        return SandboxFailures.filesFailed(number, e);
    }

    private boolean isReady() {
        try {
            return lines.output().isReady();
        } catch (TamperedException e) {
            throw Failure.cannot(
                            ErrorCode.SANDBOX_TAMPERED, "start sandbox", id(), e.what(), "look at what the image runs")
                    .toException();
        }
    }

    private String id() {
        return sandbox.handle().sandbox();
    }
}
