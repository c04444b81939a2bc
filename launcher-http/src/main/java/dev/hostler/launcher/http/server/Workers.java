package dev.hostler.launcher.http.server;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads for what waits long: none of the server's own is held. Thread-safe. */
public final class Workers {
    /** They wait and do little else. */
    private static final long STACK_BYTES = 256 << 10;

    /** More than there can be connections. */
    private static final int WAITING = 10_000;

    private static final int IDLE_SECONDS = 30;

    private static final AtomicInteger COUNT = new AtomicInteger();

    private Workers() {}

    /** Runs a body on a daemon thread of its own. */
    public static Thread start(String name, Runnable body) {
        Thread thread = thread(name, body);
        thread.start();
        return thread;
    }

    /**
     * Returns a pool of daemon threads, which come when they are needed and go when they are not, so that it can be left
     * alone at the end. More than 10 000 bodies in waiting are refused.
     */
    public static ExecutorService pool(String name, int threads) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads,
                threads,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(WAITING),
                body -> thread(name, body));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static Thread thread(String name, Runnable body) {
        Thread thread = new Thread(null, body, "hostler-" + name + "-" + COUNT.incrementAndGet(), STACK_BYTES);
        thread.setDaemon(true);
        return thread;
    }
}
