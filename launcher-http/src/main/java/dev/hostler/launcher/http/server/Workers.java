package dev.hostler.launcher.http.server;

import java.util.concurrent.atomic.AtomicInteger;

/** Threads for what waits long: none of the server's own is held. Thread-safe. */
public final class Workers {
    /** They wait and do little else. */
    private static final long STACK_BYTES = 256 << 10;

    private static final AtomicInteger COUNT = new AtomicInteger();

    private Workers() {}

    /** Runs a body on a daemon thread of its own. */
    public static Thread start(String name, Runnable body) {
        Thread thread = new Thread(null, body, "hostler-" + name + "-" + COUNT.incrementAndGet(), STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
