package dev.hostler.engine.sandbox;

import java.io.Closeable;
import java.io.IOException;

/**
 * Holds a step up that prints faster than its output is read, as a full pipe would: its processes are stopped until most
 * of the output was read. Confined to one thread.
 *
 * <p>An agent that dies meanwhile leaves them stopped; so whoever takes up a step of an earlier run lets them go on once.
 */
final class Throttle implements Closeable {
    private static final String STOP = "STOP";
    private static final String GO_ON = "CONT";

    private final Killer killer;
    private final int step;
    private final long most;
    private boolean holding;

    /**
     * Creates a throttle.
     *
     * @param spool how much output may lie on the disk; half of it may be unread
     * @param holding whether the step may be held up already
     */
    Throttle(Killer killer, int step, long spool, boolean holding) {
        this.killer = killer;
        this.step = step;
        this.most = spool / 2;
        this.holding = holding;
    }

    /** Holds the step up or lets it go on, by how much it has printed that is not read. */
    void adjust(long unread) throws IOException, InterruptedException {
        if (!holding && unread > most) {
            holding = true;
            killer.signal(STOP, step);
        } else if (unread < most / 4) {
            release();
        }
    }

    /** Lets the step go on, also when this thread is being interrupted. */
    void release() throws IOException, InterruptedException {
        if (holding) {
            holding = false;
            boolean interrupted = Thread.interrupted();
            try {
                killer.signal(GO_ON, step);
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        try {
            release();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
