package dev.hostler.engine.sandbox;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.spi.CancellationToken;
import dev.hostler.api.spi.Sandbox;
import dev.hostler.api.spi.SandboxMemory;
import dev.hostler.api.spi.SandboxSpec;
import dev.hostler.api.spi.SandboxState;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.engine.fault.FaultPoint;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hold on a sandbox that shares its directories with the agent. Confined to one thread.
 *
 * <p>All that matters is in the sandbox's directories: a session of a later run of the agent goes on where this one
 * was left, by {@link #resume}. An interrupt leaves the step running.
 */
public final class SandboxSession implements Session {
    private static final Logger LOG = LoggerFactory.getLogger(SandboxSession.class);
    private static final Duration DISMISSAL = Duration.ofMillis(100);
    private static final Duration CLEAR_ALL = Duration.ofMillis(200);

    private final Sandbox sandbox;
    private final Scheduler scheduler;
    private final SandboxLines lines;
    private final StepFollower.Surroundings around;
    private long clearedAt;

    /** Whether no step can be running: it was looked for, or the end of the last one was seen. */
    private boolean idle;

    private SandboxSession(
            Sandbox sandbox,
            SandboxLines lines,
            Scheduler scheduler,
            OutputBounds bounds,
            Consumer<FaultPoint> faults) {
        this.sandbox = sandbox;
        this.scheduler = scheduler;
        this.lines = lines;
        this.clearedAt = scheduler.nanoTime();
        this.around = new StepFollower.Surroundings(sandbox, scheduler, lines, bounds, faults);
    }

    /**
     * Opens a session; does no I/O.
     *
     * @param bounds how much a step may print
     * @param faults is told how far each step has come, on the session's thread
     */
    public static SandboxSession open(
            Sandbox sandbox,
            SandboxSpec.Directories directories,
            Scheduler scheduler,
            OutputBounds bounds,
            Consumer<FaultPoint> faults) {
        return new SandboxSession(sandbox, SandboxLines.of(directories, scheduler), scheduler, bounds, faults);
    }

    /** Opens a session of which nobody is told. */
    static SandboxSession open(
            Sandbox sandbox, SandboxSpec.Directories directories, Scheduler scheduler, OutputBounds bounds) {
        return open(sandbox, directories, scheduler, bounds, point -> {});
    }

    @Override
    public String executor() {
        return sandbox.handle().executor();
    }

    /** Returns the fence of the steps of this sandbox, which is open until it is first renewed. */
    public Fence fence() {
        return lines.fence();
    }

    @Override
    public void prepare() throws InterruptedException {
        try {
            idle = lines.input().pending().isEmpty();
            lines.output().prepare();
        } catch (TamperedException e) {
            throw tampered(e);
        } catch (IOException e) {
            throw failed(1, e);
        }
    }

    @Override
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
     * Asks the supervisor's second shell whether it is there, which takes about a millisecond and asks no host. Before the
     * first step only.
     *
     * @param limit how long to wait for an answer
     */
    public boolean answers(Duration limit) throws InterruptedException {
        SandboxWatch watch = new SandboxWatch(sandbox, scheduler);
        PollPace pace = new PollPace(scheduler);
        long start = scheduler.nanoTime();
        try {
            lines.killer().askForLife();
            while (lines.killer().answer().isEmpty()) {
                if (watch.ended().isPresent() || scheduler.nanoTime() - start > limit.toNanos()) {
                    return false;
                }
                watch.askIfDue();
                pace.rest(false);
            }
            lines.killer().clearAnswer();
            return true;
        } catch (ClosedByInterruptException closing) {
            throw new InterruptedException();
        } catch (IOException | TamperedException unusable) {
            return false;
        }
    }

    /** The directories are the sandbox's own. */
    @Override
    public void bringIn(CancellationToken stop) {
        // Nothing to do.
    }

    /** The directories are the sandbox's own. */
    @Override
    public void bringBack(Part part) {
        // Nothing to do.
    }

    /** {@inheritDoc} Output of earlier steps is dropped with it. */
    @Override
    public StepEnd run(StepOrder order, OutputSink sink, StopRequest stop) throws InterruptedException {
        StepFiles files = StepFiles.of(order, sandbox.layout(), sink.errors().isPresent());
        try {
            requireIdle(order.number());
            return offer(order.number(), files, sink, stop);
        } catch (TamperedException e) {
            return new StepEnd.Tampered(e.what());
        } catch (IOException e) {
            throw failed(order.number(), e);
        }
    }

    /** To look through the directory each time would cost as much as to write the step's script. */
    private void requireIdle(int number) throws IOException {
        OptionalInt pending = idle ? OptionalInt.empty() : lines.input().pending();
        if (pending.isPresent()) {
            throw SandboxFailures.notOver(number, pending.getAsInt());
        }
        idle = false;
    }

    /** To look at all of it each time would make the hundredth step slower than the first. */
    private void clearEarlierOutput(int number) throws IOException {
        long now = scheduler.nanoTime();
        boolean all = now - clearedAt >= CLEAR_ALL.toNanos();
        clearedAt = all ? now : clearedAt;
        lines.output().clearOutput(all ? 1 : number - 1, number);
    }

    private StepEnd offer(int number, StepFiles files, OutputSink sink, StopRequest stop)
            throws IOException, TamperedException, InterruptedException {
        clearEarlierOutput(number);
        StepSpool spool = lines.output().create(number, sink.errors().isPresent());
        Optional<StepEnd> refused = new FenceKeeping(lines, scheduler).begin(number);
        if (refused.isPresent()) {
            spool.close();
            return refused.get();
        }
        lines.input().put(number, files);
        around.faults().accept(FaultPoint.STEP_OFFERED);
        return follow(number, spool, sink, stop);
    }

    @Override
    public Optional<StepEnd> resume(int number, long offset, OutputSink sink, StopRequest stop)
            throws InterruptedException {
        try {
            boolean offered = lines.input().pending().equals(OptionalInt.of(number));
            if (offered || isOver(number)) {
                StepSpool spool = lines.output().reopen(number, sink.errors().isPresent());
                spool.skipTo(offset, sink);
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

    @Override
    public void dismiss() throws InterruptedException {
        try {
            lines.input().end();
            lines.commands().send("x", DISMISSAL);
        } catch (ClosedByInterruptException closing) {
            throw new InterruptedException();
        } catch (IOException unheard) {
            LOG.debug("Sandbox {} stays until it is destroyed", id(), unheard);
        }
    }

    @Override
    public SandboxMemory memory() {
        return sandbox.memory();
    }

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
            idle = true;
            return end;
        }
    }

    private boolean isOver(int number) throws IOException, TamperedException {
        if (!lines.output().hasSpool(number)) {
            return false;
        }
        try (StepSpool spool = lines.output().reopen(number, false)) {
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
            throw tampered(e);
        }
    }

    private AgentException tampered(TamperedException e) {
        return Failure.cannot(
                        ErrorCode.SANDBOX_TAMPERED, "start sandbox", id(), e.what(), "look at what the image runs")
                .toException();
    }

    private String id() {
        return sandbox.handle().sandbox();
    }
}
