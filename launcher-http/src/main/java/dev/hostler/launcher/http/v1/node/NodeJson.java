package dev.hostler.launcher.http.v1.node;

import dev.hostler.api.node.Capability;
import dev.hostler.api.node.Fingerprint;
import dev.hostler.api.node.NodeInfo;
import dev.hostler.launcher.http.v1.wire.Values;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The machine and what runs on it, as objects to write. */
final class NodeJson {
    private NodeJson() {}

    static Values of(NodeInfo node) {
        Optional<Double> cpu =
                node.cpuPercent().isPresent() ? Optional.of(node.cpuPercent().getAsDouble()) : Optional.empty();
        return new Values()
                .put("agentId", node.agentId())
                .put("hostName", node.hostName())
                .put("operatingSystem", node.operatingSystem())
                .put("architecture", node.architecture())
                .put("processors", node.processors())
                .put("cpuPercent", cpu)
                .put("memory", node.memory().map(NodeJson::space))
                .put("disk", node.disk().map(NodeJson::space))
                .put("uptimeMs", node.uptime().toMillis());
    }

    private static Values space(NodeInfo.Space space) {
        return new Values().put("totalBytes", space.totalBytes()).put("freeBytes", space.freeBytes());
    }

    static Map<String, Object> of(Map<String, Fingerprint> parts) {
        Map<String, Object> all = new TreeMap<>();
        parts.forEach((id, part) -> all.put(id, of(part).map()));
        return all;
    }

    private static Values of(Fingerprint part) {
        return new Values()
                .put("available", part.available())
                .put("version", part.version())
                .put("summary", part.summary())
                .put(
                        "capabilities",
                        part.capabilities().stream()
                                .map(Capability::name)
                                .sorted()
                                .toList());
    }
}
