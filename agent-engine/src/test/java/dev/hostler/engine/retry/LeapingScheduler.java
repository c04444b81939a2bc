package dev.hostler.engine.retry;

import dev.hostler.engine.testing.PassingScheduler;
import dev.hostler.testkit.ManualScheduler;
import java.time.Duration;

/** A scheduler on which a sleep takes no time, and moves its clocks as far as if it had. Confined to one thread. */
final class LeapingScheduler extends PassingScheduler {
    private final ManualScheduler time;

    LeapingScheduler() {
        this(new ManualScheduler());
    }

    private LeapingScheduler(ManualScheduler time) {
        super(time);
        this.time = time;
    }

    void afterSleeping(Duration sum, Runnable action) {
        time.schedule("test", sum, action);
    }

    @Override
    public void sleep(Duration sleep) {
        time.advance(sleep);
    }
}
