package dev.hostler.engine.warm;

import dev.hostler.api.spi.Scheduler;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs one body again and again, each time when it is due, never twice at one time, and without a thread in between.
 * Thread-safe: the object's lock guards all that is not final.
 */
final class Rounds {
    private final Scheduler scheduler;
    private final String name;
    private final Supplier<Optional<Duration>> body;
    private Scheduler.@Nullable Task task;
    private long dueAt;
    private long number;
    private boolean running;
    private boolean again;
    private boolean ended;

    /**
     * Creates them; nothing runs yet.
     *
     * @param body does a round, and returns when the next one is due; empty: when somebody wakes it
     */
    Rounds(Scheduler scheduler, String name, Supplier<Optional<Duration>> body) {
        this.scheduler = scheduler;
        this.name = name;
        this.body = body;
    }

    /** Sees to it that a round begins after this time at the latest. */
    synchronized void wake(Duration delay) {
        if (ended) {
            return;
        }
        if (running) {
            again = true;
            return;
        }
        long at = scheduler.nanoTime() + delay.toNanos();
        if (task != null && dueAt - at <= 0) {
            return;
        }
        if (task != null) {
            task.cancel();
        }
        dueAt = at;
        long mine = ++number;
        task = scheduler.schedule(name, delay, () -> round(mine));
    }

    private void round(long mine) {
        if (!begins(mine)) {
            return;
        }
        Optional<Duration> next = Optional.empty();
        try {
            next = body.get();
        } finally {
            ends(next);
        }
    }

    /** One that was replaced, and has been cancelled too late for its timer, does nothing. */
    private synchronized boolean begins(long mine) {
        boolean current = !ended && mine == number;
        running = running || current;
        return current;
    }

    private synchronized void ends(Optional<Duration> next) {
        running = false;
        task = null;
        boolean woken = again;
        again = false;
        if (woken) {
            wake(Duration.ZERO);
        } else {
            next.ifPresent(this::wake);
        }
    }

    /** Begins no further round, interrupts the one that runs, and waits for its end. Idempotent. */
    void end(Duration limit) throws InterruptedException {
        Scheduler.Task last;
        boolean runs;
        synchronized (this) {
            ended = true;
            last = task;
            runs = running;
        }
        if (last != null) {
            last.cancel();
            boolean ignored = runs && last.join(limit);
        }
    }
}
