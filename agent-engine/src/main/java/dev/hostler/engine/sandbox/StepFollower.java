package dev.hostler.engine.sandbox;

import dev.hostler.api.spi.Sandbox;
import dev.hostler.api.spi.SandboxState;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.engine.fault.FaultPoint;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Follows one step to its end. Confined to one thread. */
final class StepFollower {
    private final int number;
    private final SandboxLines lines;
    private final StepSpool spool;
    private final OutputSink sink;
    private final StopRequest stop;
    private final OutputBounds bounds;
    private final Consumer<FaultPoint> faults;
    private final Handshake handshake;
    private final SandboxWatch watch;
    private final PollPace pace;
    private final StopLadder ladder;
    private final Throttle throttle;
    private @Nullable Ending ending;

    /** Why the step shall end, and since when it is on its way. */
    private enum Ending {
        STOP,
        OUTPUT_LIMIT,
        OUTPUT_BACKLOG
    }

    StepFollower(int number, StepSpool spool, Surroundings around, OutputSink sink, StopRequest stop) {
        this.number = number;
        this.lines = around.lines();
        this.spool = spool;
        this.sink = sink;
        this.stop = stop;
        this.bounds = around.bounds();
        this.faults = around.faults();
        this.handshake = new Handshake(number, lines, around.sandbox(), around.scheduler());
        this.watch = new SandboxWatch(around.sandbox(), around.scheduler());
        this.pace = new PollPace(around.scheduler());
        this.ladder = new StopLadder(around.sandbox(), lines.killer(), around.scheduler(), number);
        this.throttle = new Throttle(lines.killer(), number, bounds.spool(), spool.isOfEarlierRun());
    }

    /** What all steps of a sandbox share. */
    record Surroundings(
            Sandbox sandbox,
            Scheduler scheduler,
            SandboxLines lines,
            OutputBounds bounds,
            Consumer<FaultPoint> faults) {}

    StepEnd follow() throws IOException, TamperedException, InterruptedException {
        try (throttle) {
            return toTheEnd();
        }
    }

    private StepEnd toTheEnd() throws IOException, TamperedException, InterruptedException {
        while (true) {
            boolean moved = spool.pump(sink, bounds);
            Optional<StepEnd> end = look();
            if (end.isPresent()) {
                faults.accept(FaultPoint.STEP_ENDED);
                spool.drain(sink, bounds);
                return end.get();
            }
            if (ending == null) {
                throttle.adjust(spool.unread());
                moved |= shakeHands();
            }
            pace.rest(moved);
        }
    }

    private boolean shakeHands() throws IOException, TamperedException, InterruptedException {
        boolean before = handshake.isStarted();
        boolean moved = handshake.advance();
        if (handshake.isStarted() && !before) {
            faults.accept(FaultPoint.STEP_STARTED);
            makeAhead();
        }
        return moved;
    }

    /** While the step's programs start. Most jobs have one step; one that has come to its second may have a third. */
    private void makeAhead() {
        if (number > 1) {
            lines.output().makeAhead();
        }
    }

    /** The sandbox's end is asked for before the exit code: what was written before that end still counts. */
    private Optional<StepEnd> look() throws IOException, TamperedException, InterruptedException {
        Optional<SandboxState.Ended> gone = watch.ended();
        OptionalInt code = spool.exitCode();
        if (code.isPresent() && ending == null && spool.size() <= spool.limit(bounds)) {
            return Optional.of(
                    lines.output().isFenced(number) ? new StepEnd.Fenced(code) : new StepEnd.Exited(code.getAsInt()));
        }
        if (gone.isPresent()) {
            return Optional.of(
                    ending == null ? new StepEnd.SandboxEnded(gone.get(), watch.silence()) : asIntended(code));
        }
        if (watch.askIfDue()) {
            lines.output().verify();
            spool.verify();
            lines.output().clearOutput(1, number);
        }
        if (handshake.isUnanswered()) {
            return Optional.of(new StepEnd.NotAnswering("the step was offered for 10 s and not taken up"));
        }
        return ending(code);
    }

    private Optional<StepEnd> ending(OptionalInt code) throws IOException, TamperedException, InterruptedException {
        Optional<Duration> grace = stop.grace();
        if (ending == null && spool.size() > spool.limit(bounds)) {
            begin(Ending.OUTPUT_LIMIT);
        } else if (ending == null && spool.backlog() > bounds.spool()) {
            begin(Ending.OUTPUT_BACKLOG);
        } else if (ending == null && grace.isPresent()) {
            begin(Ending.STOP);
        }
        if (ending == null) {
            return Optional.empty();
        }
        Duration patience = ending == Ending.STOP ? grace.orElse(Duration.ZERO) : Duration.ZERO;
        boolean over = code.isPresent() || !lines.output().marks().isStarted();
        if (ladder.advance(patience, over)) {
            return Optional.of(asIntended(code));
        }
        return ladder.hasGivenUp()
                ? Optional.of(new StepEnd.NotAnswering("neither the supervisor nor its executor could end the step"))
                : Optional.empty();
    }

    /** The end that was asked for, also where the last resort has taken the whole sandbox with it. */
    private StepEnd asIntended(OptionalInt code) {
        if (ending == Ending.STOP) {
            return new StepEnd.Stopped(code);
        }
        return ending == Ending.OUTPUT_BACKLOG
                ? new StepEnd.OutputBacklog(bounds.spool())
                : new StepEnd.OutputLimit(spool.limit(bounds));
    }

    /** A step that was not taken up yet must not be taken up any more. */
    private void begin(Ending reason) throws IOException, TamperedException, InterruptedException {
        ending = reason;
        throttle.release();
        if (!handshake.isStarted()) {
            lines.input().drop(number);
        }
        ladder.start();
    }
}
