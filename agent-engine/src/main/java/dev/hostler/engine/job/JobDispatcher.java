package dev.hostler.engine.job;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.job.JobKey;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.engine.fault.FaultListener;
import dev.hostler.engine.fault.FaultPoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Gives slots to jobs in the order of the {@link JobQueue}. Thread-safe: all fields are guarded by the object's own lock, under
 * which nothing blocks.
 */
final class JobDispatcher {
    private final Scheduler scheduler;
    private final int slots;
    private final int queueLimit;
    private final FaultListener faults;
    private final Consumer<LiveJob> runner;
    private final JobQueue<LiveJob> waiting = new JobQueue<>();
    private final Map<LiveJob, Scheduler.Task> running = new HashMap<>();
    private int reserved;
    private boolean stopped;

    /**
     * Creates a dispatcher.
     *
     * @param runner carries out one job on the thread it is called on
     */
    JobDispatcher(Scheduler scheduler, JobRooms.Limits limits, FaultListener faults, Consumer<LiveJob> runner) {
        this.scheduler = scheduler;
        this.slots = limits.slots();
        this.queueLimit = limits.queue();
        this.faults = faults;
        this.runner = runner;
    }

    /**
     * Keeps a place in the queue for a job that is about to be stored. Released once the job is queued or refused.
     */
    synchronized void reserve(JobKey job) {
        int free = slots - running.size() + queueLimit - waiting.size() - reserved;
        if (free <= 0) {
            throw Failure.cannot(
                            ErrorCode.NO_CAPACITY,
                            "accept job",
                            job.id().value(),
                            queueLimit + " jobs wait already",
                            "try again later, or raise 'queueLimit'")
                    .toException();
        }
        reserved++;
    }

    synchronized void release() {
        reserved--;
    }

    /** Queues a job that is stored. */
    synchronized void enqueue(LiveJob job) {
        waiting.add(job.key(), job.spec().priority(), job);
        startWaiting();
    }

    /** Goes on with a job that runs in its sandbox already, whatever the number of slots is by now. */
    synchronized void resume(LiveJob job) {
        start(job);
    }

    /** Lets a job that is to end go first, and without a slot: it has nothing to do but to say so. */
    synchronized void expedite(LiveJob job) {
        if (!stopped && waiting.remove(job.key())) {
            start(job);
        }
    }

    synchronized int waiting() {
        return waiting.size();
    }

    synchronized int running() {
        return running.size();
    }

    /** Starts nothing more, and interrupts the threads of the jobs that run. */
    List<Scheduler.Task> stop() {
        List<Scheduler.Task> tasks;
        synchronized (this) {
            stopped = true;
            tasks = new ArrayList<>(running.values());
        }
        tasks.forEach(Scheduler.Task::cancel);
        return tasks;
    }

    /** Waits until no thread of a job is left, at most so long for each. */
    static boolean join(List<Scheduler.Task> tasks, Duration limit) throws InterruptedException {
        for (Scheduler.Task task : tasks) {
            if (!task.join(limit)) {
                return false;
            }
        }
        return true;
    }

    private void startWaiting() {
        while (!stopped && running.size() < slots && waiting.size() > 0) {
            waiting.next().ifPresent(this::start);
        }
    }

    private void start(LiveJob job) {
        running.put(job, scheduler.start("hostler-job-" + job.key().id(), () -> carryOut(job)));
    }

    private void carryOut(LiveJob job) {
        try {
            runner.accept(job);
        } finally {
            freeSlot(job);
            faults.reached(FaultPoint.SLOT_RELEASED, job.key());
        }
    }

    private synchronized void freeSlot(LiveJob job) {
        running.remove(job);
        if (job.waitsAgain()) {
            queueAgain(job);
        } else {
            startWaiting();
        }
    }

    private void queueAgain(LiveJob job) {
        enqueue(job);
        if (job.stop().isCancelled()) {
            expedite(job);
        }
    }
}
