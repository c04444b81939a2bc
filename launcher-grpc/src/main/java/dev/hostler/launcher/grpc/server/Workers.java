package dev.hostler.launcher.grpc.server;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Daemon threads that come when they are needed and go when they are not, so that they can be left alone at the end. */
public final class Workers {
    private static final long STACK_BYTES = 512 << 10;
    private static final int IDLE_SECONDS = 30;

    /** More than a thousand connections with all the calls that each may make. */
    private static final int WAITING = 100_000;

    private static final AtomicInteger COUNT = new AtomicInteger();

    private Workers() {}

    /** Returns a pool. */
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

    /** Returns a timer with one thread, for work that does not wait; what was cancelled takes no room. */
    public static ScheduledThreadPoolExecutor timer(String name) {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, body -> thread(name, body));
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    /** Runs a body on a thread of its own. */
    public static Thread start(String name, Runnable body) {
        Thread thread = thread(name, body);
        thread.start();
        return thread;
    }

    private static Thread thread(String name, Runnable body) {
        Thread thread = new Thread(null, body, "hostler-" + name + "-" + COUNT.incrementAndGet(), STACK_BYTES);
        thread.setDaemon(true);
        return thread;
    }
}
