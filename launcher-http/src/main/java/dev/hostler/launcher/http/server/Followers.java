package dev.hostler.launcher.http.server;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;

/**
 * All clients that are handed content as it comes. Thread-safe. However many they are, a few threads serve them; those die
 * when there is nothing to do.
 */
final class Followers implements AutoCloseable {
    private static final int THREADS = 4;
    private static final String STOPPING = "the agent stops; go on when it is back";
    private static final int PATIENCE_MILLIS = 1_000;
    private static final int STEP_MILLIS = 10;

    private final Set<Follower> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Workers.pool("follow", THREADS);
    private final Duration idle;
    private final Thread watcher;
    private volatile boolean closed;

    /** @param idle how long a client may take nothing of what is there for it */
    Followers(Duration idle) {
        this.idle = idle;
        this.watcher = Workers.start("follow-watch", this::watch);
    }

    void start(Route route, Feed feed, Outlet client) {
        Follower follower = new Follower(route.toString(), feed, client, this);
        open.add(follower);
        follower.start();
        if (closed) {
            follower.cut(STOPPING);
        }
    }

    void run(Runnable turn) {
        threads.execute(turn);
    }

    void forget(Follower follower) {
        open.remove(follower);
    }

    /** Returns how many there are. */
    int count() {
        return open.size();
    }

    private void watch() {
        long nanos = idle.toNanos();
        try {
            while (true) {
                Thread.sleep(Math.max(1, idle.toMillis() / 30));
                open.forEach(follower -> follower.watch(nanos, nanos / 3));
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tells every client that this is all for now; those that do not take it are cut off. Idempotent. */
    @Override
    public void close() {
        closed = true;
        watcher.interrupt();
        open.forEach(follower -> follower.cut(STOPPING));
        awaitNone();
        open.forEach(follower -> follower.drop(STOPPING));
    }

    private void awaitNone() {
        try {
            for (int waited = 0; waited < PATIENCE_MILLIS && !open.isEmpty(); waited += STEP_MILLIS) {
                Thread.sleep(STEP_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
