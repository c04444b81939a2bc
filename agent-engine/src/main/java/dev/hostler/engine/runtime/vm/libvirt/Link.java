package dev.hostler.engine.runtime.vm.libvirt;

import com.sun.jna.Pointer;

/**
 * One open connection. It ends when the last of those who use it has released it, since libvirt's memory may not be used
 * after that. Thread-safe.
 */
final class Link {
    private final LibvirtCalls calls;
    private final Pointer connection;
    private int users = 1;

    /** Creates a link with one user: who opened it. */
    Link(LibvirtCalls calls, Pointer connection) {
        this.calls = calls;
        this.connection = connection;
    }

    synchronized void take() {
        users++;
    }

    void release() {
        boolean last;
        synchronized (this) {
            users--;
            last = users == 0;
        }
        if (last) {
            calls.virConnectClose(connection);
        }
    }

    Session session() {
        return new Session(calls, connection);
    }

    LibvirtCalls calls() {
        return calls;
    }

    Pointer connection() {
        return connection;
    }

    boolean isBroken() {
        return calls.virConnectIsAlive(connection) != 1;
    }
}
