package dev.hostler.engine;

import dev.hostler.api.spi.Scheduler;
import dev.hostler.engine.time.SystemScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A machine whose clocks run some times faster than others', so that nobody waits long for what waits, and which knows
 * whether anything is done for workloads. Whoever waits for a task does so as long as ever. Thread-safe.
 */
final class FastClock implements Scheduler, AutoCloseable {
    private static final int TIMES = 10;

    private final SystemScheduler machine = SystemScheduler.create();
    private final Instant started = machine.now();
    private final long origin = machine.nanoTime();
    private final AtomicInteger atWork = new AtomicInteger();

    /** Returns whether no step is taken for any workload. */
    boolean rests() {
        return atWork.get() == 0;
    }

    @Override
    public Instant now() {
        return started.plus(sinceBoot());
    }

    @Override
    public Duration sinceBoot() {
        return Duration.ofNanos(nanoTime());
    }

    @Override
    public String bootId() {
        return machine.bootId();
    }

    @Override
    public long nanoTime() {
        return (machine.nanoTime() - origin) * TIMES;
    }

    @Override
    public Task start(String name, Runnable body) {
        if (!name.startsWith("hostler-workload-")) {
            return machine.start(name, body);
        }
        atWork.incrementAndGet();
        return machine.start(name, () -> work(body));
    }

    private void work(Runnable body) {
        try {
            body.run();
        } finally {
            atWork.decrementAndGet();
        }
    }

    @Override
    public Task schedule(String name, Duration delay, Runnable body) {
        return machine.schedule(name, delay.dividedBy(TIMES), body);
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
        machine.sleep(time.dividedBy(TIMES));
    }

    @Override
    public void close() {
        machine.close();
    }
}
