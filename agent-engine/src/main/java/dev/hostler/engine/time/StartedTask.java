package dev.hostler.engine.time;

import dev.hostler.api.spi.Scheduler.Task;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One body on its way: waiting for its timer, running, or over. Thread-safe; its fields are guarded by itself. */
final class StartedTask implements Task, Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(StartedTask.class);

    private final Runnable body;
    private final CountDownLatch over = new CountDownLatch(1);
    private @Nullable Future<?> alarm;
    private @Nullable Thread thread;
    private boolean cancelled;

    StartedTask(Runnable body) {
        this.body = body;
    }

    synchronized void startedBy(Future<?> timer) {
        this.alarm = timer;
        if (cancelled) {
            timer.cancel(false);
        }
    }

    synchronized void runOn(Thread runner) {
        if (cancelled) {
            over.countDown();
            return;
        }
        thread = runner;
        runner.start();
    }

    @Override
    public void run() {
        try {
            body.run();
        } catch (RuntimeException defect) {
            LOG.error("Thread {} ended with an error", Thread.currentThread().getName(), defect);
        } finally {
            over.countDown();
        }
    }

    @Override
    public synchronized void cancel() {
        cancelled = true;
        if (thread != null) {
            thread.interrupt();
        } else {
            if (alarm != null) {
                alarm.cancel(false);
            }
            over.countDown();
        }
    }

    @Override
    public boolean join(Duration limit) throws InterruptedException {
        return over.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }
}
