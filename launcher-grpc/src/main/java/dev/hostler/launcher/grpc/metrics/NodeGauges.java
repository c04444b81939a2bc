package dev.hostler.launcher.grpc.metrics;

import dev.hostler.api.Agent;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.node.NodeInfo;
import dev.hostler.api.workload.Workload;
import dev.hostler.api.workload.WorkloadAction;
import dev.hostler.api.workload.WorkloadPhase;
import dev.hostler.launcher.grpc.proto.agent.ActualState;
import dev.hostler.launcher.grpc.service.HealthAnswers;
import dev.hostler.launcher.grpc.status.ActualStates;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The node's state in numbers, read when somebody asks for them. Thread-safe. */
public final class NodeGauges {
    private static final List<ActualState> STATES = List.of(
            ActualState.ACTUAL_STATE_PENDING,
            ActualState.ACTUAL_STATE_RUNNING,
            ActualState.ACTUAL_STATE_STOPPED,
            ActualState.ACTUAL_STATE_FAILED);
    private static final int STATE_PREFIX = "ACTUAL_STATE_".length();

    private final Agent agent;
    private final Owner owner;
    private final HealthAnswers health;

    private NodeGauges(Agent agent, Owner owner, HealthAnswers health) {
        this.agent = agent;
        this.owner = owner;
        this.health = health;
    }

    /** Registers the gauges of an owner's workloads, and of the machine. */
    public static void register(Meters meters, Agent agent, Owner owner, HealthAnswers health) {
        NodeGauges gauges = new NodeGauges(agent, owner, health);
        for (String word : health.codecs().wanted()) {
            for (ActualState state : STATES) {
                String name = state.name().substring(STATE_PREFIX).toLowerCase(Locale.ROOT);
                meters.gauge("workload_count", () -> gauges.workloads(word, state), "type", word, "state", name);
            }
            meters.gauge("runtime_health_status", () -> gauges.health(word), "runtime_type", word);
        }
        meters.gauge(
                "system_cpu_utilization_percent",
                () -> agent.node().cpuPercent().orElse(Double.NaN));
        meters.gauge(
                "system_memory_utilization_percent", () -> percent(agent.node().memory()));
        meters.gauge(
                "system_disk_utilization_percent", () -> percent(agent.node().disk()), "mount_point", "/");
        meters.gauge("task_queue_depth", gauges::openTasks);
    }

    private double workloads(String type, ActualState state) {
        return agent.workloads(owner).stream()
                .filter(workload -> workload.status().phase() != WorkloadPhase.DELETING)
                .filter(workload -> health.codecs().wordOf(workload.kind()).equals(type) && isIn(state, workload))
                .count();
    }

    private static boolean isIn(ActualState state, Workload workload) {
        return ActualStates.of(workload.status().phase()) == state;
    }

    private double health(String word) {
        return health.usable().contains(word) ? 1 : 0;
    }

    private double openTasks() {
        return agent.actions(owner).stream()
                .filter(action -> action.state() == WorkloadAction.State.PENDING
                        || action.state() == WorkloadAction.State.RUNNING)
                .count();
    }

    private static double percent(Optional<NodeInfo.Space> space) {
        return space.map(NodeInfo.Space::usedPercent).orElse(Double.NaN);
    }
}
