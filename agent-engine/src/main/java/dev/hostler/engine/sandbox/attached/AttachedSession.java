package dev.hostler.engine.sandbox.attached;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.spi.AttachedSandbox;
import dev.hostler.api.spi.CancellationToken;
import dev.hostler.api.spi.SandboxMemory;
import dev.hostler.api.spi.SandboxState;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.engine.sandbox.OutputSink;
import dev.hostler.engine.sandbox.SandboxDirectories;
import dev.hostler.engine.sandbox.SandboxFailures;
import dev.hostler.engine.sandbox.Session;
import dev.hostler.engine.sandbox.StepEnd;
import dev.hostler.engine.sandbox.StepOrder;
import dev.hostler.engine.sandbox.StopRequest;
import java.time.Duration;
import java.util.Optional;

/**
 * The hold on a sandbox that shares no files with the agent: workspace and home are copied in and out, and each step is a
 * program whose output is attached. Confined to one thread.
 *
 * <p>What is lost compared with shared files: the output of a step goes to the agent that started it and to nobody after
 * it. So a step that runs when the agent ends is lost, and with it the job.
 */
public final class AttachedSession implements Session {
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final AttachedSandbox sandbox;
    private final Scheduler scheduler;
    private final StepStart steps;
    private final FileTransfer files;
    private final long outputLimit;

    private AttachedSession(
            AttachedSandbox sandbox, SandboxDirectories directories, Scheduler scheduler, long outputLimit) {
        this.sandbox = sandbox;
        this.scheduler = scheduler;
        this.steps = new StepStart(sandbox);
        this.files = new FileTransfer(sandbox, directories, scheduler);
        this.outputLimit = outputLimit;
    }

    /** Opens a session whose steps may each write so many bytes of output; does no I/O. */
    public static AttachedSession open(
            AttachedSandbox sandbox, SandboxDirectories directories, Scheduler scheduler, long outputLimit) {
        return new AttachedSession(sandbox, directories, scheduler, outputLimit);
    }

    @Override
    public void awaitReady(Duration limit) throws InterruptedException {
        String id = sandbox.handle().sandbox();
        long start = scheduler.nanoTime();
        SandboxState state = sandbox.state();
        while (!(state instanceof SandboxState.Alive)) {
            if (state instanceof SandboxState.Ended ended) {
                throw SandboxFailures.endedEarly(id, ended);
            }
            if (scheduler.nanoTime() - start > limit.toNanos()) {
                throw SandboxFailures.notReady(id, limit, state);
            }
            scheduler.sleep(PAUSE);
            state = sandbox.state();
        }
    }

    @Override
    public void bringIn(CancellationToken stop) throws InterruptedException {
        files.bringIn(stop);
    }

    @Override
    public StepEnd run(StepOrder order, OutputSink sink, StopRequest stop) throws InterruptedException {
        OutputQueue output = new OutputQueue();
        try (AttachedStep step = new AttachedStep(sandbox, steps.start(order, output), output, scheduler)) {
            return step.follow(sink, stop, outputLimit);
        } catch (AgentException e) {
            return switch (e.code()) {
                case RUNTIME_UNAVAILABLE -> unreachable(e);
                default -> throw e;
            };
        }
    }

    private StepEnd unreachable(AgentException e) {
        return sandbox.state() instanceof SandboxState.Ended ended
                ? new StepEnd.SandboxEnded(ended)
                : new StepEnd.NotAnswering(e.failure().message());
    }

    /** Whether the step was started can't be known either: the journal says so before it is. */
    @Override
    public Optional<StepEnd> resume(int number, long offset, OutputSink sink, StopRequest stop) {
        return Optional.of(
                sandbox.state() instanceof SandboxState.Ended ended
                        ? new StepEnd.SandboxEnded(ended)
                        : new StepEnd.CutOff(
                                "the agent was started anew while it ran, and the sandbox shares no files with it"));
    }

    @Override
    public void bringBack(Part part) throws InterruptedException {
        files.bringBack(part);
    }

    /** Holds nothing between steps. */
    @Override
    public String executor() {
        return sandbox.handle().executor();
    }

    @Override
    public SandboxMemory memory() {
        return sandbox.memory();
    }

    @Override
    public void close() {
        // Each step's program is let go of at its end.
    }
}
