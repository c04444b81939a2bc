package dev.hostler.launcher.grpc.service;

import dev.hostler.api.Agent;
import dev.hostler.api.node.AgentHealth;
import dev.hostler.api.node.Fingerprint;
import dev.hostler.api.node.NodeInfo;
import dev.hostler.launcher.grpc.codec.WorkloadCodec;
import dev.hostler.launcher.grpc.codec.WorkloadCodecs;
import dev.hostler.launcher.grpc.proto.agent.HealthCheckResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells how the node is; never waits for a runtime. Thread-safe.
 *
 * @param agent the agent
 * @param codecs the types that the node knows
 * @param version the version it tells
 */
public record HealthAnswers(Agent agent, WorkloadCodecs codecs, String version) {
    /** How a runtime that can be used is told. */
    static final String HEALTHY = "healthy";

    HealthCheckResponse answer() {
        AgentHealth health = agent.health();
        NodeInfo node = agent.node();
        return HealthCheckResponse.newBuilder()
                .setHealthy(health.accepting() && serves(health))
                .setVersion(version)
                .putAllRuntimeStatus(runtimes())
                .setCpuUtilization(node.cpuPercent().orElse(0))
                .setMemoryUtilization(used(node.memory()))
                .setDiskUtilization(used(node.disk()))
                .build();
    }

    private static double used(Optional<NodeInfo.Space> space) {
        return space.map(NodeInfo.Space::usedPercent).orElse(0.0);
    }

    private boolean serves(AgentHealth health) {
        return codecs.served().stream().allMatch(codec -> isAvailable(health, codec));
    }

    private static boolean isAvailable(AgentHealth health, WorkloadCodec codec) {
        Fingerprint print = health.runtimes().get(codec.runtime());
        return print != null && print.available();
    }

    /** Returns how the runtime of each type is that the operator wants, by the type's word. */
    public Map<String, String> runtimes() {
        AgentHealth health = agent.health();
        Map<String, String> all = new TreeMap<>();
        codecs.wanted().forEach(word -> all.put(word, "unhealthy: runtime not available on this node"));
        codecs.served()
                .forEach(codec -> all.put(codec.word(), words(health.runtimes().get(codec.runtime()))));
        return all;
    }

    private static String words(@Nullable Fingerprint print) {
        if (print == null) {
            return "unhealthy: it was not looked at yet";
        }
        return print.available() ? HEALTHY : "unhealthy: " + print.summary();
    }

    /** Returns the words of the types whose runtimes can be used. */
    public List<String> usable() {
        AgentHealth health = agent.health();
        return codecs.served().stream()
                .filter(codec -> isAvailable(health, codec))
                .map(WorkloadCodec::word)
                .toList();
    }
}
