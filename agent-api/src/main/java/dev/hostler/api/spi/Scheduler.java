package dev.hostler.api.spi;

import dev.hostler.api.meta.Experimental;
import java.time.Duration;
import java.time.Instant;

/**
 * The agent's threads, timers and clocks. Everything in the agent that runs or reads the time does so through the one
 * scheduler it was given, so that a test can own all of them. Thread-safe.
 */
@Experimental
public interface Scheduler {
    /** Returns the wall clock's time, for people; it can jump. */
    Instant now();

    /**
     * Returns the boot clock: the time since this machine booted, suspended time included (Linux CLOCK_BOOTTIME). It
     * never jumps and is the same in all processes, so deadlines count on it. Resolution 10 ms or better.
     */
    Duration sinceBoot();

    /** Returns a value that differs between two boots of this machine; a boot time is only valid together with it. */
    String bootId();

    /** Returns a monotonic time for measuring durations inside this process, in nanoseconds from an arbitrary origin. */
    long nanoTime();

    /**
     * Runs a body on a thread of its own, a virtual one where the JVM has them.
     *
     * @param name the thread's name
     * @param body what to run; what it throws is logged
     */
    Task start(String name, Runnable body);

    /**
     * Like {@link #start}, but always on a thread of the platform: for what waits in native code, which would hold the
     * carrier of a virtual thread.
     *
     * @param name the thread's name
     * @param body what to run; what it throws is logged
     */
    default Task startNative(String name, Runnable body) {
        return start(name, body);
    }

    /**
     * Runs a body once, after a delay, on a thread of its own.
     *
     * @param name the thread's name
     * @param delay how long to wait; zero or less: at once
     * @param body what to run; what it throws is logged
     */
    Task schedule(String name, Duration delay, Runnable body);

    /** Waits. */
    void sleep(Duration time) throws InterruptedException;

    /** A hold on something started or scheduled. Thread-safe. */
    @Experimental
    interface Task {
        /** Interrupts the body, or takes it off the timer if it has not started. Idempotent. */
        void cancel();

        /**
         * Waits until the body has ended or was cancelled before it started.
         *
         * @return whether it has ended in this time
         */
        boolean join(Duration limit) throws InterruptedException;
    }
}
