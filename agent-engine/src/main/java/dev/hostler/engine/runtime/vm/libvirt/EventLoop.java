package dev.hostler.engine.runtime.vm.libvirt;

import dev.hostler.api.spi.Scheduler;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs libvirt's event loop, of which a process has one, for as long as anybody here needs it. Each runtime has a thread
 * for it; one of them runs it, and the others wait until that one is closed. Thread-safe.
 */
final class EventLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);
    private static final ReentrantLock LEADING = new ReentrantLock();
    private static final Duration END = Duration.ofSeconds(5);
    /** A timer that does not go off. */
    static final int NEVER = -1;

    private static final int AT_ONCE = 0;

    private final LibvirtCalls calls;

    private final int timer;
    private final Scheduler.Task task;
    private volatile boolean closed;

    private EventLoop(LibvirtCalls calls, Scheduler scheduler) {
        this.calls = calls;
        // A turn of the loop ends with an event; this is the one that ends the last turn.
        this.timer = calls.virEventAddTimeout(NEVER, Callbacks.wake(calls), null, null);
        this.task = scheduler.startNative("vms-events", this::run);
    }

    static EventLoop start(LibvirtCalls calls, Scheduler scheduler) {
        return new EventLoop(calls, scheduler);
    }

    private void run() {
        try {
            LEADING.lockInterruptibly();
        } catch (InterruptedException closing) {
            return;
        }
        try {
            while (!closed) {
                if (calls.virEventRunDefaultImpl() < 0) {
                    LOG.warn("Events of libvirt can't be had: {}", calls.virGetLastErrorMessage());
                    return;
                }
            }
        } finally {
            LEADING.unlock();
        }
    }

    /** Ends this thread's part; another one takes over. Idempotent. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        calls.virEventUpdateTimeout(timer, AT_ONCE);
        task.cancel();
        try {
            if (task.join(END)) {
                calls.virEventRemoveTimeout(timer);
            } else {
                LOG.warn("The loop for libvirt's events does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
