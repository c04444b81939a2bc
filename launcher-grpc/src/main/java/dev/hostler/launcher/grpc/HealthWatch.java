package dev.hostler.launcher.grpc;

import dev.hostler.api.Agent;
import dev.hostler.launcher.grpc.server.Workers;
import java.util.List;

/**
 * Keeps what the agent knows of its runtimes fresh. The agent's own answer never waits and is renewed behind it: so without
 * anybody who asks now and then, the first one to ask would be told how things were long ago. Thread-safe.
 */
final class HealthWatch implements AutoCloseable {
    private static final long PACE_MILLIS = 5_000;
    private static final long FIRST_LOOK_MILLIS = 10;
    private static final int FIRST_LOOKS = 150;

    private final Agent agent;
    private final Thread watcher;

    private HealthWatch(Agent agent) {
        this.agent = agent;
        this.watcher = Workers.start("health", this::watch);
    }

    /** Begins; returns when each of these runtimes has answered once, or is too slow to be waited for. */
    static HealthWatch start(Agent agent, List<String> runtimes) {
        try {
            for (int look = 0; look < FIRST_LOOKS && !knows(agent, runtimes); look++) {
                Thread.sleep(FIRST_LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new HealthWatch(agent);
    }

    private static boolean knows(Agent agent, List<String> runtimes) {
        return agent.health().runtimes().keySet().containsAll(runtimes);
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(PACE_MILLIS);
                agent.health();
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        watcher.interrupt();
    }
}
