package dev.hostler.engine.warm;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How many jobs of one kind have come of late. Guarded by the shelf that has it.
 *
 * <p>One job of a kind says nothing: many kinds come once. From the second on, as many are kept ready as have come in the
 * last ten seconds, and one at least: ten seconds are enough to open some dozens, and a burst is mostly followed by one
 * like it.
 */
final class Demand {
    private static final long WINDOW = Duration.ofSeconds(10).toNanos();
    private static final int MANY = 1000;

    private final Deque<Long> recent = new ArrayDeque<>();
    private boolean known;
    private boolean repeated;
    private long latest;

    /** A job has come. */
    void came(long now) {
        repeated = known;
        known = true;
        latest = now;
        forgetOld(now);
        if (recent.size() < MANY) {
            recent.add(now);
        }
    }

    /** Returns how many should stand ready. */
    int wanted(long now) {
        forgetOld(now);
        return repeated ? Math.max(1, recent.size()) : 0;
    }

    /** Returns when the latest one came. */
    long latest() {
        return latest;
    }

    private void forgetOld(long now) {
        while (!recent.isEmpty() && now - recent.getFirst() > WINDOW) {
            recent.removeFirst();
        }
    }
}
