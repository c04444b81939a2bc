package dev.hostler.engine.job;

import dev.hostler.api.spi.Scheduler;
import java.time.Duration;
import java.util.Optional;

/** Ends a job when its time is over. Counts from the timer's creation. Confined to the job's thread. */
final class JobTimer {
    private final Scheduler scheduler;
    private final LiveJob job;
    private long start;
    private Duration timeout = Duration.ZERO;
    private Optional<Scheduler.Task> alarm = Optional.empty();

    JobTimer(Scheduler scheduler, LiveJob job) {
        this.scheduler = scheduler;
        this.job = job;
        this.start = scheduler.nanoTime();
    }

    Duration timeout() {
        return timeout;
    }

    /** Counts from an earlier start than the timer's creation. */
    void startedEarlier(Duration ago) {
        start = scheduler.nanoTime() - ago.toNanos();
    }

    /** Sets how long the job may run, from the timer's creation; replaces what was set before. */
    void arm(Duration limit) {
        disarm();
        timeout = limit;
        Duration left = limit.minusNanos(scheduler.nanoTime() - start);
        alarm = Optional.of(scheduler.schedule(
                "hostler-timeout-" + job.key().id(), left, () -> job.stop().request(JobStop.Reason.TIMED_OUT)));
    }

    void disarm() {
        alarm.ifPresent(Scheduler.Task::cancel);
        alarm = Optional.empty();
    }
}
