package dev.hostler.engine.time;

import dev.hostler.api.spi.Scheduler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The scheduler of the real machine. Thread-safe. */
public final class SystemScheduler implements Scheduler, AutoCloseable {
    private static final Path UPTIME = Path.of("/proc/uptime");
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final long CENTI = 10_000_000L;

    private final ThreadStarter threads;
    private final ScheduledThreadPoolExecutor timer;
    private final String bootId;

    private SystemScheduler(ThreadStarter threads, String bootId) {
        this.threads = threads;
        this.bootId = bootId;
        this.timer = new ScheduledThreadPoolExecutor(1, body -> threads.platform("hostler-timer", body));
        this.timer.setRemoveOnCancelPolicy(true);
    }

    /** Creates the scheduler; its timer thread starts with the first timer. */
    public static SystemScheduler create() {
        return new SystemScheduler(ThreadStarter.forThisJvm(), readBootId());
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    /** Reads {@code /proc/uptime}: CLOCK_BOOTTIME in hundredths of a second (proc(5)). */
    @Override
    public Duration sinceBoot() {
        try {
            String seconds = Files.readString(UPTIME).split(" ", 2)[0];
            return Duration.ofNanos(Math.round(Double.parseDouble(seconds) * 100) * CENTI);
        } catch (IOException notLinux) {
            return Duration.ofNanos(System.nanoTime());
        }
    }

    @Override
    public String bootId() {
        return bootId;
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Task start(String name, Runnable body) {
        StartedTask task = new StartedTask(body);
        task.runOn(threads.unstarted(name, task));
        return task;
    }

    @Override
    public Task startNative(String name, Runnable body) {
        StartedTask task = new StartedTask(body);
        task.runOn(threads.platform(name, task));
        return task;
    }

    @Override
    public Task schedule(String name, Duration delay, Runnable body) {
        StartedTask task = new StartedTask(body);
        Future<?> alarm =
                timer.schedule(() -> task.runOn(threads.unstarted(name, task)), delay.toNanos(), TimeUnit.NANOSECONDS);
        task.startedBy(alarm);
        return task;
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            // Thread.sleep of Java 17 rounds up to a millisecond.
            LockSupport.parkNanos(this, left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    /** Drops all timers that have not gone off. Threads that run go on. */
    @Override
    public void close() {
        timer.shutdownNow();
    }

    private static String readBootId() {
        try {
            return Files.exists(BOOT_ID) ? Files.readString(BOOT_ID).strip() : "unknown";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
