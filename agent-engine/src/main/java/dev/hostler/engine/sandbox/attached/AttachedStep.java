package dev.hostler.engine.sandbox.attached;

import dev.hostler.api.spi.AttachedProcess;
import dev.hostler.api.spi.AttachedSandbox;
import dev.hostler.api.spi.SandboxState;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.engine.sandbox.OutputSink;
import dev.hostler.engine.sandbox.SandboxWatch;
import dev.hostler.engine.sandbox.StepEnd;
import dev.hostler.engine.sandbox.StopRequest;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Follows one attached step to its end. Confined to one thread. */
final class AttachedStep implements AutoCloseable {
    private static final Duration TURN = Duration.ofMillis(10);

    /**
     * How long output may still come after the end, and the end after the output. Docker itself waits 2 s for processes
     * that a program has left and that hold its output.
     */
    private static final Duration TAIL = Duration.ofSeconds(5);

    /** From this code on a signal, perhaps to the whole sandbox, has ended it. */
    private static final int SIGNALLED = 129;

    /** What a program gets whose sandbox ends: SIGKILL. */
    private static final int KILLED = 128 + 9;

    /** A host may tell of the program's end before it tells of the end of the sandbox that was its cause. */
    private static final Duration SETTLING = Duration.ofSeconds(1);

    private final AttachedSandbox sandbox;
    private final AttachedProcess program;
    private final OutputQueue output;
    private final Scheduler scheduler;
    private final ProgramWatch exit;
    private final SandboxWatch watch;
    private final Once exited;
    private final Once drained;
    private final Once stopped;
    private @Nullable TreeStop stopping;
    private boolean overLimit;

    AttachedStep(AttachedSandbox sandbox, AttachedProcess program, OutputQueue output, Scheduler scheduler) {
        this.sandbox = sandbox;
        this.program = program;
        this.output = output;
        this.scheduler = scheduler;
        this.exit = new ProgramWatch(program, scheduler);
        this.watch = new SandboxWatch(sandbox, scheduler);
        this.exited = new Once(scheduler);
        this.drained = new Once(scheduler);
        this.stopped = new Once(scheduler);
    }

    StepEnd follow(OutputSink sink, StopRequest stop, long limit) throws InterruptedException {
        while (true) {
            look(sink, limit);
            Optional<StepEnd> end = stopping == null ? byItself() : Optional.empty();
            if (end.isPresent()) {
                return end.get();
            }
            Optional<Duration> grace = overLimit ? Optional.of(Duration.ZERO) : stop.grace();
            if (grace.isPresent() && isStopped(grace.get())) {
                return overLimit ? new StepEnd.OutputLimit(limit) : new StepEnd.Stopped(exit.code());
            }
        }
    }

    private void look(OutputSink sink, long limit) throws InterruptedException {
        output.pump(sink, limit, TURN);
        exit.askIfDue();
        watch.askIfDue();
        drained.note(program.isDrained() && output.isEmpty());
        exited.note(exit.code().isPresent());
        overLimit |= output.passed() > limit;
    }

    /** Returns how it ended without anybody having asked for it. */
    private Optional<StepEnd> byItself() {
        boolean tailIsHere = drained.isTrue() || exited.hasBeenFor(TAIL);
        if (exited.isTrue() && tailIsHere && !overLimit) {
            return exitedWith(exit.code().orElseThrow());
        }
        if (exited.isTrue()) {
            return Optional.empty();
        }
        if (watch.ended().isPresent()) {
            return Optional.of(new StepEnd.SandboxEnded(watch.ended().get()));
        }
        if (exit.isForgotten()) {
            return Optional.of(new StepEnd.CutOff("the host was started anew and does not know it any more"));
        }
        return drained.hasBeenFor(TAIL)
                ? Optional.of(new StepEnd.CutOff("the connection to the host broke off while it ran"))
                : Optional.empty();
    }

    /** What looks like the end of the program can be the end of everything; empty as long as nobody can tell. */
    private Optional<StepEnd> exitedWith(int code) {
        if (code >= SIGNALLED && sandbox.state() instanceof SandboxState.Ended ended) {
            return Optional.of(new StepEnd.SandboxEnded(ended));
        }
        return code == KILLED && !exited.hasBeenFor(SETTLING)
                ? Optional.empty()
                : Optional.of(new StepEnd.Exited(code));
    }

    /** Goes on with the stop; says whether nothing is left and all is known that can be. */
    private boolean isStopped(Duration grace) throws InterruptedException {
        if (stopping == null) {
            stopping = new TreeStop(sandbox, scheduler);
        }
        stopped.note(stopping.advance(grace));
        return stopped.isTrue() && ((exited.isTrue() && drained.isTrue()) || stopped.hasBeenFor(TAIL));
    }

    /** The output first: a thread of the executor may be waiting to hand some over. */
    @Override
    public void close() {
        output.close();
        exit.close();
        if (stopping != null) {
            stopping.close();
        }
    }
}
