package dev.hostler.engine.node;

import dev.hostler.api.node.Fingerprint;
import dev.hostler.api.spi.JobExecutor;
import dev.hostler.api.spi.Scheduler;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The last fingerprint of each executor. Asking never waits: a stale answer is renewed behind it. Thread-safe. */
public final class ExecutorHealth {
    /** An answer older than this is renewed when somebody asks. */
    private static final long FRESH_NANOS = 5_000_000_000L;

    private final Scheduler scheduler;
    private final Map<String, JobExecutor> executors;
    private final Map<String, Fingerprint> last = new ConcurrentHashMap<>();
    private boolean renewing;
    private long renewedAt;

    /** Creates a memory of fingerprints; none is taken until somebody asks. */
    public ExecutorHealth(Scheduler scheduler, Map<String, JobExecutor> executors) {
        this.scheduler = scheduler;
        this.executors = Map.copyOf(executors);
        this.renewedAt = scheduler.nanoTime() - FRESH_NANOS;
    }

    /** Returns the last fingerprints by executor id; empty for an executor that has not answered yet. */
    public Map<String, Fingerprint> last() {
        renewIfStale();
        return Map.copyOf(last);
    }

    private synchronized void renewIfStale() {
        if (!renewing && scheduler.nanoTime() - renewedAt >= FRESH_NANOS) {
            renewing = true;
            scheduler.start("hostler-fingerprint", this::renew);
        }
    }

    private void renew() {
        try {
            executors.forEach((id, executor) -> last.put(id, executor.fingerprint()));
        } finally {
            renewed();
        }
    }

    private synchronized void renewed() {
        renewing = false;
        renewedAt = scheduler.nanoTime();
    }
}
