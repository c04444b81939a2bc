package dev.hostler.launcher.http;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.launcher.http.server.Route;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A real agent with its door, in the process of the test. Confined to one thread. */
final class LocalDoor implements AutoCloseable {
    static final String KEY = "the-right-key";

    private final Agent agent;
    private final HttpDoor door;

    private LocalDoor(Agent agent, HttpDoor door) {
        this.agent = agent;
        this.door = door;
    }

    static LocalDoor open(Path directory) {
        Agent agent = Agent.start(AgentConfig.builder(directory.resolve("data")).build());
        Map<String, String> variables = Map.of(
                "AGENT_API_KEY",
                KEY,
                "AGENT_PORT",
                "0",
                "AGENT_HOST",
                "127.0.0.1",
                "HOSTLER_SOCKET",
                directory.resolve("agent.sock").toString());
        HttpDoor door = new HttpDoor(Environment.of(variables, directory));
        try {
            door.open(agent, Map.of("state_directory", directory.resolve("door").toString()));
        } catch (RuntimeException e) {
            agent.close();
            throw e;
        }
        return new LocalDoor(agent, door);
    }

    Agent agent() {
        return agent;
    }

    int port() {
        return door.port();
    }

    List<Route> routes() {
        return door.routes().all();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + door.port() + path);
    }

    @Override
    public void close() {
        door.close();
        agent.close();
    }
}
