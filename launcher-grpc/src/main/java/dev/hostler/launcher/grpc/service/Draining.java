package dev.hostler.launcher.grpc.service;

/**
 * Whether the scheduler wants no new workloads on this node. It may change its mind, so this is no drain of the agent.
 * Thread-safe.
 */
public final class Draining {
    private volatile boolean wanted;

    /** Notes what the scheduler wants; returns whether that is new. */
    public boolean set(boolean value) {
        boolean changed = wanted != value;
        wanted = value;
        return changed;
    }

    /** Returns whether new workloads are refused. */
    public boolean wanted() {
        return wanted;
    }
}
