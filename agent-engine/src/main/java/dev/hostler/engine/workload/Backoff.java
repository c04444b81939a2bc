package dev.hostler.engine.workload;

import dev.hostler.engine.retry.GrowingPause;
import java.time.Duration;

/** How long to wait after attempts in a row: 0, 1, 2, 4 ... 60 s. */
final class Backoff {
    /** After running so long, a workload counts as well, and its attempts are counted anew. */
    static final Duration WELL = Duration.ofMinutes(10);

    private static final GrowingPause PAUSE = new GrowingPause(Duration.ofSeconds(1), Duration.ofSeconds(60));

    private Backoff() {}

    /** Returns the wait between an attempt and the next one. */
    static Duration after(int attempts) {
        return attempts <= 0 ? Duration.ZERO : PAUSE.after(attempts);
    }
}
