package dev.hostler.engine.workload;

import dev.hostler.api.spi.Scheduler;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Wakes a lane when the time for its next step has come. Thread-safe; the object's lock guards all that is not final. */
final class Alarm {
    private final Scheduler scheduler;
    private final Runnable wake;
    private Scheduler.@Nullable Task task;
    private Duration due = Duration.ZERO;

    Alarm(Scheduler scheduler, Runnable wake) {
        this.scheduler = scheduler;
        this.wake = wake;
    }

    /** Goes off after a while, unless it does so sooner: the lane plans anew then, and sets it again. */
    synchronized void set(Duration wait) {
        Duration wanted = scheduler.sinceBoot().plus(wait);
        if (task != null && due.compareTo(wanted) <= 0) {
            return;
        }
        cancel();
        due = wanted;
        task = scheduler.schedule("hostler-workload-alarm", wait, this::goOff);
    }

    private void goOff() {
        synchronized (this) {
            task = null;
        }
        wake.run();
    }

    synchronized void cancel() {
        if (task != null) {
            task.cancel();
            task = null;
        }
    }
}
