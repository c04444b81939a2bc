package dev.hostler.engine;

import dev.hostler.api.spi.Scheduler;
import dev.hostler.engine.testing.PassingScheduler;
import java.time.Duration;
import java.time.Instant;

/** A machine whose wall clock somebody sets while it runs; nothing else of it changes. Thread-safe. */
final class JumpingClock extends PassingScheduler {
    private volatile Duration off = Duration.ZERO;

    JumpingClock(Scheduler machine) {
        super(machine);
    }

    void jump(Duration by) {
        off = off.plus(by);
    }

    @Override
    public Instant now() {
        return super.now().plus(off);
    }
}
