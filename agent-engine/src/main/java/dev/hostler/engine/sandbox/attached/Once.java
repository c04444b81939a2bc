package dev.hostler.engine.sandbox.attached;

import dev.hostler.api.spi.Scheduler;
import java.time.Duration;

/** Something that becomes true and stays so, and since when. Confined to one thread. */
final class Once {
    private final Scheduler scheduler;
    private boolean happened;
    private long since;

    Once(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    void note(boolean now) {
        if (now && !happened) {
            happened = true;
            since = scheduler.nanoTime();
        }
    }

    boolean isTrue() {
        return happened;
    }

    boolean hasBeenFor(Duration time) {
        return happened && scheduler.nanoTime() - since >= time.toNanos();
    }
}
