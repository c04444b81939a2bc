package dev.hostler.engine;

import dev.hostler.api.spi.Scheduler;
import java.time.Duration;
import java.time.Instant;

/** A machine whose wall clock somebody sets while it runs; nothing else of it changes. Thread-safe. */
final class JumpingClock implements Scheduler {
    private final Scheduler machine;
    private volatile Duration off = Duration.ZERO;

    JumpingClock(Scheduler machine) {
        this.machine = machine;
    }

    void jump(Duration by) {
        off = off.plus(by);
    }

    @Override
    public Instant now() {
        return machine.now().plus(off);
    }

    @Override
    public Duration sinceBoot() {
        return machine.sinceBoot();
    }

    @Override
    public String bootId() {
        return machine.bootId();
    }

    @Override
    public long nanoTime() {
        return machine.nanoTime();
    }

    @Override
    public Task start(String name, Runnable body) {
        return machine.start(name, body);
    }

    @Override
    public Task schedule(String name, Duration delay, Runnable body) {
        return machine.schedule(name, delay, body);
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
        machine.sleep(time);
    }
}
