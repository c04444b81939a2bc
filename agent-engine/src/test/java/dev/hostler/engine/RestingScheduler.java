package dev.hostler.engine;

import dev.hostler.engine.testing.PassingScheduler;
import dev.hostler.testkit.ManualScheduler;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A time that a test moves, and that knows whether workloads have anything to do before it moves on. Thread-safe; the
 * object's lock guards the number of bodies at work.
 */
final class RestingScheduler extends PassingScheduler {
    private final ManualScheduler time;
    private final ThreadLocal<Boolean> watched = ThreadLocal.withInitial(() -> false);
    private int atWork;

    RestingScheduler() {
        this(new ManualScheduler());
    }

    private RestingScheduler(ManualScheduler time) {
        super(time);
        this.time = time;
    }

    private static boolean isOfWorkloads(String name) {
        return name.startsWith("hostler-workload-") || name.startsWith("hostler-look-");
    }

    /** Moves the time on. */
    void advance(Duration by) {
        time.advance(by);
    }

    /** Returns whether everything that was begun for workloads is over, or waits for the time to move on. */
    synchronized boolean rests() {
        return atWork == 0;
    }

    /** Waits for {@link #rests}, at most so long; returns whether it is so. */
    synchronized boolean awaitRest(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        for (long left = limit.toNanos(); left > 0 && !rests(); left = end - System.nanoTime()) {
            wait(Math.max(1, left / 1_000_000));
        }
        return rests();
    }

    private synchronized void enter() {
        atWork++;
    }

    private synchronized void leave() {
        atWork--;
        notifyAll();
    }

    @Override
    public Task start(String name, Runnable body) {
        if (!isOfWorkloads(name)) {
            return time.start(name, body);
        }
        enter();
        return time.start(name, () -> work(body));
    }

    private void work(Runnable body) {
        watched.set(true);
        try {
            body.run();
        } finally {
            leave();
        }
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        if (!watched.get()) {
            time.sleep(duration);
            return;
        }
        CountDownLatch awake = new CountDownLatch(1);
        AtomicBoolean asleep = new AtomicBoolean(true);
        Task alarm = time.schedule("sleep", duration, () -> {
            wake(asleep);
            awake.countDown();
        });
        leave();
        try {
            awake.await();
        } finally {
            wake(asleep);
            alarm.cancel();
        }
    }

    /** It is at work from the moment on at which its time has come, and not only once its thread has noticed. */
    private void wake(AtomicBoolean asleep) {
        if (asleep.getAndSet(false)) {
            enter();
        }
    }
}
