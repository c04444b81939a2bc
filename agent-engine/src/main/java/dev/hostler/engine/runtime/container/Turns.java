package dev.hostler.engine.runtime.container;

import java.util.concurrent.Semaphore;

/**
 * Lets a few acts go to the engine at one time, in the order in which they come. An engine that is asked for 200 containers
 * at once works on all of them and is done with none in time; and nobody who looks at it gets an answer meanwhile. Acts
 * that mostly wait, such as to stop, need no turn. Thread-safe.
 */
public final class Turns {
    private static final int AT_ONCE = 8;

    private final Semaphore free = new Semaphore(AT_ONCE, true);

    /** An act on the engine. */
    @FunctionalInterface
    public interface Act<T> {
        /** Carries it out. */
        T run() throws InterruptedException;
    }

    /** Waits for a turn, and carries the act out. */
    public <T> T take(Act<T> act) throws InterruptedException {
        free.acquire();
        try {
            return act.run();
        } finally {
            free.release();
        }
    }
}
