package dev.hostler.engine.time;

import dev.hostler.api.spi.Scheduler;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * Something that takes a while to find out. Asking never waits: a stale answer is renewed behind it, and if nobody asks,
 * nothing is done. Thread-safe.
 *
 * <p>Implementation note: the object's lock guards all that is not final. It is not held while an answer is found.
 *
 * @param <T> the answer; immutable
 */
public final class LastKnown<T> {
    private final Scheduler scheduler;
    private final String name;
    private final Duration fresh;
    private final UnaryOperator<T> find;
    private T last;
    private boolean renewing;
    private long renewedAt;

    /**
     * Creates a memory; nothing is found out until somebody asks.
     *
     * @param name the name of the thread that finds out
     * @param first the answer until there is one
     * @param fresh an answer older than this is renewed when somebody asks
     * @param find finds a new answer, given the last one
     */
    public LastKnown(Scheduler scheduler, String name, T first, Duration fresh, UnaryOperator<T> find) {
        this.scheduler = scheduler;
        this.name = name;
        this.last = first;
        this.fresh = fresh;
        this.find = find;
        this.renewedAt = scheduler.nanoTime() - fresh.toNanos();
    }

    /** Returns the last answer. */
    public synchronized T get() {
        if (!renewing && scheduler.nanoTime() - renewedAt >= fresh.toNanos()) {
            renewing = true;
            scheduler.start(name, this::renew);
        }
        return last;
    }

    private void renew() {
        T known = known();
        try {
            known = find.apply(known);
        } finally {
            renewed(known);
        }
    }

    private synchronized T known() {
        return last;
    }

    private synchronized void renewed(T answer) {
        last = answer;
        renewing = false;
        renewedAt = scheduler.nanoTime();
    }
}
