package dev.hostler.engine.sandbox;

import dev.hostler.api.spi.Scheduler;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Has the killer keep a step's fence, before the step is offered. Confined to one thread.
 *
 * <p>A line on the FIFO can be lost to another reader, so it is repeated until its effect is seen.
 */
final class FenceKeeping {
    private static final Duration REPEAT = Duration.ofMillis(250);
    private static final Duration BUDGET = Duration.ofSeconds(5);

    private final SandboxLines lines;
    private final Scheduler scheduler;

    FenceKeeping(SandboxLines lines, Scheduler scheduler) {
        this.lines = lines;
        this.scheduler = scheduler;
    }

    /** Returns why the step can't begin, if it can't: it is too late, or nobody keeps its fence. */
    Optional<StepEnd> begin(int number) throws IOException, TamperedException, InterruptedException {
        Optional<Duration> end = lines.fence().end();
        if (end.isEmpty()) {
            return Optional.empty();
        }
        if (scheduler.sinceBoot().compareTo(end.get()) >= 0) {
            return Optional.of(new StepEnd.Fenced(OptionalInt.empty()));
        }
        lines.output().createFenced(number);
        return isKept(number)
                ? Optional.empty()
                : Optional.of(new StepEnd.NotAnswering("the supervisor does not keep the step's fence"));
    }

    private boolean isKept(int number) throws IOException, TamperedException, InterruptedException {
        PollPace pace = new PollPace(scheduler);
        long start = scheduler.nanoTime();
        long askedAt = start - REPEAT.toNanos();
        while (!lines.output().isFenceKept(number)) {
            long now = scheduler.nanoTime();
            if (now - start > BUDGET.toNanos()) {
                return false;
            }
            if (now - askedAt >= REPEAT.toNanos()) {
                lines.killer().fence(number);
                askedAt = now;
            }
            pace.rest(false);
        }
        return true;
    }
}
