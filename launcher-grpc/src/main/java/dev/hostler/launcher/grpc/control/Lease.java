package dev.hostler.launcher.grpc.control;

import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.time.Instant;

/**
 * How long the scheduler counts on the node without hearing of it. Immutable.
 *
 * @param nanos when it ends, on the clock that no operator sets; {@link Long#MAX_VALUE}: never
 */
record Lease(long nanos) {
    private static final int LEAST_PART = 10;
    private static final Lease ENDLESS = new Lease(Long.MAX_VALUE);

    /** A lease that has ended before it was heard of is a wrong clock, and says nothing. */
    static Lease of(boolean told, Timestamp end) {
        Duration left = told ? Duration.between(Instant.now(), Times.of(end)) : Duration.ZERO;
        return left.isNegative() || left.isZero() ? ENDLESS : new Lease(System.nanoTime() + left.toNanos());
    }

    boolean hasEnded() {
        return nanos != Long.MAX_VALUE && System.nanoTime() - nanos >= 0;
    }

    /** Returns the time to wait for the next heartbeat: well before the end, and however short the lease is, no storm. */
    Duration wait(Duration interval) {
        if (nanos == Long.MAX_VALUE) {
            return interval;
        }
        Duration latest =
                Duration.ofNanos(Math.max(0, nanos - System.nanoTime())).dividedBy(2);
        Duration least = interval.dividedBy(LEAST_PART);
        Duration early = latest.compareTo(interval) < 0 ? latest : interval;
        return early.compareTo(least) < 0 ? least : early;
    }
}
