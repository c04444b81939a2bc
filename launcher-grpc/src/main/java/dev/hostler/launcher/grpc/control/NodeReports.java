package dev.hostler.launcher.grpc.control;

import dev.hostler.api.Agent;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.node.NodeInfo;
import dev.hostler.api.workload.Workload;
import dev.hostler.api.workload.WorkloadPhase;
import dev.hostler.launcher.grpc.proto.control.HeartbeatRequest;
import dev.hostler.launcher.grpc.proto.control.NodeCapabilities;
import dev.hostler.launcher.grpc.proto.control.NodeUsage;
import dev.hostler.launcher.grpc.proto.control.RegisterNodeRequest;
import dev.hostler.launcher.grpc.proto.control.StoragePool;
import dev.hostler.launcher.grpc.service.HealthAnswers;
import dev.hostler.launcher.grpc.settings.NodeSettings;
import java.io.File;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the node tells its scheduler of itself; no call waits for a runtime. Thread-safe. */
public final class NodeReports {
    private static final int MILLICORES = 1_000;
    private static final double PERCENT = 100.0;

    private final Agent agent;
    private final Owner owner;
    private final HealthAnswers health;
    private final NodeSettings settings;
    private final String endpoint;
    private final WorkloadReports workloads;

    /**
     * Makes reports of an owner's workloads.
     *
     * @param endpoint by what address the scheduler reaches the node
     */
    public NodeReports(Agent agent, Owner owner, HealthAnswers health, NodeSettings settings, String endpoint) {
        this.agent = agent;
        this.owner = owner;
        this.health = health;
        this.settings = settings;
        this.endpoint = endpoint;
        this.workloads = new WorkloadReports(health.codecs());
    }

    /** Returns the types that the node can run now; a change of them is told by registering anew. */
    List<String> types() {
        return health.usable();
    }

    RegisterNodeRequest registration(List<String> types) {
        NodeInfo node = agent.node();
        return RegisterNodeRequest.newBuilder()
                .setNodeId(id(node))
                .setCapabilities(NodeCapabilities.newBuilder()
                        .setCpuTotalMillicores((long) node.processors() * MILLICORES)
                        .setMemoryTotalMb(
                                node.memory().map(NodeInfo.Space::totalBytes).orElse(0L) >> 20)
                        .addStoragePools(StoragePool.newBuilder()
                                .setName("root")
                                .setType("local")
                                .setTotalGb(new File("/").getTotalSpace() >> 30))
                        .addAllSupportedWorkloadTypes(types)
                        .addSupportedStorageDrivers("local"))
                .putAllLabels(settings.labels())
                .setAgentVersion(settings.version())
                .setGrpcEndpoint(endpoint)
                .setTimestamp(Times.of(Instant.now()))
                .build();
    }

    HeartbeatRequest heartbeat() {
        NodeInfo node = agent.node();
        HeartbeatRequest.Builder report = HeartbeatRequest.newBuilder()
                .setNodeId(id(node))
                .setUsage(usage(node))
                .setTimestamp(Times.of(Instant.now()));
        for (Workload workload : agent.workloads(owner)) {
            if (workload.status().phase() != WorkloadPhase.DELETING) {
                report.addWorkloadStatuses(workloads.of(workload));
                workload.status().usage().ifPresent(usage -> report.addWorkloadUsage(workloads.of(workload, usage)));
            }
        }
        return report.build();
    }

    private String id(NodeInfo node) {
        return settings.id().orElse(node.hostName());
    }

    private static NodeUsage usage(NodeInfo node) {
        double busy = node.cpuPercent().orElse(0) / PERCENT;
        return NodeUsage.newBuilder()
                .setCpuUsedMillicores(Math.round(busy * node.processors() * MILLICORES))
                .setMemoryUsedMb(used(node.memory()) >> 20)
                .setDiskUsedGb(used(node.disk()) >> 30)
                .build();
    }

    private static long used(Optional<NodeInfo.Space> space) {
        return space.map(there -> there.totalBytes() - there.freeBytes()).orElse(0L);
    }
}
