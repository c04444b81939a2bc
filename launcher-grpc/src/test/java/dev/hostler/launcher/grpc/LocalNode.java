package dev.hostler.launcher.grpc;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A real agent with its door, in the process of the test. Confined to one thread. */
public final class LocalNode implements AutoCloseable {
    private final Agent agent;
    private final GrpcDoor door;

    private LocalNode(Agent agent, GrpcDoor door) {
        this.agent = agent;
        this.door = door;
    }

    /** Opens a node that is told so much; TLS is off and the ports are free ones if they are not among it. */
    public static LocalNode open(Path directory, Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(Map.of(
                "PERSYS_TLS_ENABLED", "false",
                "PERSYS_GRPC_ADDR", "127.0.0.1",
                "PERSYS_GRPC_PORT", "0",
                "PERSYS_METRICS_PORT", "0"));
        all.putAll(variables);
        GrpcDoor door = new GrpcDoor(all, UnaryOperator.identity());
        AgentConfig.Builder config = AgentConfig.builder(directory.resolve("data"));
        door.prepare(config);
        Agent agent = Agent.start(config.build());
        try {
            door.open(agent, Map.of());
        } catch (RuntimeException e) {
            agent.close();
            throw e;
        }
        return new LocalNode(agent, door);
    }

    public Agent agent() {
        return agent;
    }

    public GrpcDoor door() {
        return door;
    }

    public int port() {
        return door.port();
    }

    public int metricsPort() {
        return door.metricsPort();
    }

    @Override
    public void close() {
        door.close();
        agent.close();
    }
}
