package dev.hostler.engine.job;

import dev.hostler.api.spi.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Warns that a job runs long when its soft timeout is over, and ends it when its time is. Counts from the timer's
 * creation. Confined to the job's thread.
 */
final class JobTimer {
    private final Scheduler scheduler;
    private final LiveJob job;
    private long start;
    private Duration timeout = Duration.ZERO;
    private final OverdueNotice overdue;
    private final List<Scheduler.Task> alarms = new ArrayList<>();

    JobTimer(Scheduler scheduler, LiveJob job, OverdueNotice overdue) {
        this.scheduler = scheduler;
        this.job = job;
        this.overdue = overdue;
        this.start = scheduler.nanoTime();
    }

    Duration timeout() {
        return timeout;
    }

    /** Counts from an earlier start than the timer's creation. */
    void startedEarlier(Duration ago) {
        start = scheduler.nanoTime() - ago.toNanos();
    }

    /**
     * Sets how long the job may run, from the timer's creation; replaces what was set before.
     *
     * @param soft when to warn; not shorter than the limit: never
     */
    void arm(Duration limit, Optional<Duration> soft) {
        disarm();
        timeout = limit;
        at(limit, () -> job.stop().request(JobStop.Reason.TIMED_OUT));
        soft.filter(time -> time.compareTo(limit) < 0).ifPresent(time -> at(time, () -> overdue.due(time, limit)));
    }

    private void at(Duration time, Runnable action) {
        Duration left = time.minusNanos(scheduler.nanoTime() - start);
        alarms.add(scheduler.schedule("hostler-timeout-" + job.key().id(), left, action));
    }

    void disarm() {
        alarms.forEach(Scheduler.Task::cancel);
        alarms.clear();
    }
}
