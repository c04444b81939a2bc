package dev.hostler.testkit;

import dev.hostler.api.spi.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A scheduler whose time stands still until a test moves it. Timers go off, and sleepers wake, inside {@link #advance};
 * started bodies run on real threads. Thread-safe.
 */
public final class ManualScheduler implements Scheduler {
    private static final Instant ORIGIN = Instant.parse("2026-01-01T00:00:00Z");

    private final PriorityQueue<Timer> timers = new PriorityQueue<>(Comparator.comparing(Timer::due));
    private Duration elapsed = Duration.ZERO;

    /** Moves the time on, and runs on the calling thread what falls due, in its order. */
    public void advance(Duration time) {
        Duration end = elapsed().plus(time);
        for (Optional<Timer> due = nextUntil(end); due.isPresent(); due = nextUntil(end)) {
            due.get().task().run();
        }
        moveTo(end);
    }

    /** Returns how far a test has moved the time. */
    public synchronized Duration elapsed() {
        return elapsed;
    }

    /** Returns how many timers and sleepers wait for their time. */
    public synchronized long waiting() {
        return timers.stream().filter(timer -> !timer.task().isCancelled()).count();
    }

    @Override
    public Instant now() {
        return ORIGIN.plus(elapsed());
    }

    @Override
    public Duration sinceBoot() {
        return elapsed();
    }

    @Override
    public String bootId() {
        return "test-boot";
    }

    @Override
    public long nanoTime() {
        return elapsed().toNanos();
    }

    @Override
    public Task start(String name, Runnable body) {
        RunOnce task = new RunOnce(body);
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        task.interruptBy(thread);
        thread.start();
        return task;
    }

    @Override
    public synchronized Task schedule(String name, Duration delay, Runnable body) {
        RunOnce task = new RunOnce(body);
        timers.add(new Timer(elapsed.plus(delay), task));
        return task;
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
        CountDownLatch awake = new CountDownLatch(1);
        Task alarm = schedule("sleep", time, awake::countDown);
        try {
            awake.await();
        } finally {
            alarm.cancel();
        }
    }

    private synchronized Optional<Timer> nextUntil(Duration end) {
        Timer next = timers.peek();
        if (next == null || next.due().compareTo(end) > 0) {
            return Optional.empty();
        }
        moveTo(next.due());
        return Optional.ofNullable(timers.poll());
    }

    private synchronized void moveTo(Duration time) {
        elapsed = time.compareTo(elapsed) > 0 ? time : elapsed;
    }

    private record Timer(Duration due, RunOnce task) {}

    private static final class RunOnce implements Task, Runnable {
        private final Runnable body;
        private final CountDownLatch over = new CountDownLatch(1);
        private Optional<Thread> thread = Optional.empty();
        private boolean cancelled;

        RunOnce(Runnable body) {
            this.body = body;
        }

        synchronized void interruptBy(Thread runner) {
            thread = Optional.of(runner);
        }

        @Override
        public void run() {
            try {
                if (!isCancelled()) {
                    body.run();
                }
            } finally {
                over.countDown();
            }
        }

        private synchronized boolean isCancelled() {
            return cancelled;
        }

        @Override
        public synchronized void cancel() {
            cancelled = thread.isEmpty();
            thread.ifPresent(Thread::interrupt);
        }

        @Override
        public boolean join(Duration limit) throws InterruptedException {
            return over.await(limit.toNanos(), TimeUnit.NANOSECONDS);
        }
    }
}
