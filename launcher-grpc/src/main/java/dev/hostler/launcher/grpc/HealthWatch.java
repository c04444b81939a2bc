package dev.hostler.launcher.grpc;

import dev.hostler.api.Agent;
import dev.hostler.api.identity.Owner;
import dev.hostler.launcher.grpc.server.Workers;
import java.util.List;
import java.util.function.Predicate;

/**
 * Keeps what the agent knows of its runtimes fresh. The agent's own answer never waits and is renewed behind it: so without
 * anybody who asks now and then, the first one to ask would be told how things were long ago. Thread-safe.
 */
final class HealthWatch implements AutoCloseable {
    private static final long PACE_MILLIS = 5_000;
    private static final long FIRST_LOOK_MILLIS = 10;
    private static final int FIRST_LOOKS = 500;

    private final Agent agent;
    private final Thread watcher;

    private HealthWatch(Agent agent) {
        this.agent = agent;
        this.watcher = Workers.start("health", this::watch);
    }

    /**
     * Begins; returns when each of these runtimes has answered once, and was looked at for workloads whose wishes are lost,
     * or is too slow to be waited for. A scheduler takes what is not found for deleted, so nobody is told that too early.
     */
    static HealthWatch start(Agent agent, Owner owner, List<String> runtimes, Predicate<String> wasLookedAt) {
        agent.workloads(owner); // makes an agent look that knows of none
        try {
            for (int look = 0; look < FIRST_LOOKS && !knows(agent, runtimes, wasLookedAt); look++) {
                Thread.sleep(FIRST_LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new HealthWatch(agent);
    }

    private static boolean knows(Agent agent, List<String> runtimes, Predicate<String> wasLookedAt) {
        return agent.health().runtimes().keySet().containsAll(runtimes)
                && runtimes.stream().allMatch(wasLookedAt);
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
