package dev.hostler.engine.sandbox;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.spi.Sandbox;
import dev.hostler.api.spi.Scheduler;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * Ends a step's whole tree: TERM, grace, KILL by the supervisor's killer, KILL from outside, and then the proof that
 * nothing is left. Confined to one thread.
 *
 * <p>The grace is for the whole tree: a shell dies of the TERM at once, while the program it waited for still saves its
 * work. Does one small thing at each call, so that output goes on meanwhile.
 */
final class StopLadder {
    /** How long the killer may take. It answered in 22 ms next to a fork bomb. */
    private static final Duration KILLER_LIMIT = Duration.ofMillis(200);

    /** How long the supervisor may take to write the exit code after the tree was killed. */
    private static final Duration EXIT_LIMIT = Duration.ofSeconds(2);

    private enum Rung {
        TERM,
        KILL,
        OUTSIDE,
        GIVEN_UP
    }

    private final Sandbox sandbox;
    private final Killer killer;
    private final Scheduler scheduler;
    private final int step;
    private Rung rung = Rung.TERM;
    private long since;

    StopLadder(Sandbox sandbox, Killer killer, Scheduler scheduler, int step) {
        this.sandbox = sandbox;
        this.killer = killer;
        this.scheduler = scheduler;
        this.step = step;
    }

    /** Sends the TERM. */
    void start() throws IOException, InterruptedException {
        since = scheduler.nanoTime();
        killer.signal("TERM", step);
    }

    /**
     * Goes on.
     *
     * @param grace the time between TERM and KILL
     * @param over whether the step itself is over, or never began
     * @return whether nothing is left
     */
    boolean advance(Duration grace, boolean over) throws IOException, TamperedException, InterruptedException {
        return switch (rung) {
            case TERM -> count(over) || climb(Rung.KILL, grace);
            case KILL -> count(over) || climb(Rung.OUTSIDE, KILLER_LIMIT);
            // Whoever killed from outside has waited until nothing was left.
            case OUTSIDE -> over || climb(Rung.GIVEN_UP, EXIT_LIMIT);
            case GIVEN_UP -> false;
        };
    }

    boolean hasGivenUp() {
        return rung == Rung.GIVEN_UP;
    }

    private boolean count(boolean over) throws IOException, TamperedException, InterruptedException {
        OptionalInt left = killer.answer();
        if (left.isPresent() && left.getAsInt() == 0 && over) {
            return true;
        }
        killer.ask(step);
        return false;
    }

    private boolean climb(Rung next, Duration limit) throws IOException, InterruptedException {
        boolean silent = killer.silence().compareTo(KILLER_LIMIT) > 0;
        if (silent && rung != Rung.OUTSIDE) {
            stepOn(Rung.OUTSIDE);
        } else if (scheduler.nanoTime() - since > limit.toNanos()) {
            stepOn(next);
        }
        return false;
    }

    private void stepOn(Rung next) throws IOException, InterruptedException {
        rung = next;
        if (next == Rung.KILL) {
            killer.signal("KILL", step);
        } else if (next == Rung.OUTSIDE) {
            killer.forget();
            killFromOutside();
        }
        since = scheduler.nanoTime();
    }

    private void killFromOutside() throws InterruptedException {
        try {
            sandbox.killSteps();
        } catch (AgentException hostDoesNotAnswer) {
            rung = Rung.GIVEN_UP;
        }
    }
}
