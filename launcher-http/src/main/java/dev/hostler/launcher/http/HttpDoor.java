package dev.hostler.launcher.http;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.door.Door;
import dev.hostler.api.error.AgentException;
import dev.hostler.launcher.http.gryt.GrytDialect;
import dev.hostler.launcher.http.gryt.GrytDoor;
import dev.hostler.launcher.http.gryt.GrytSettings;
import dev.hostler.launcher.http.metrics.Meters;
import dev.hostler.launcher.http.server.ApiKeys;
import dev.hostler.launcher.http.server.HttpListener;
import dev.hostler.launcher.http.server.Limits;
import dev.hostler.launcher.http.server.Routes;
import dev.hostler.launcher.http.v1.ProblemDialect;
import dev.hostler.launcher.http.v1.V1Door;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The door for HTTP; what it serves is put together here, in the order of the opening. Confined to one thread. */
public final class HttpDoor implements Door {
    private static final Logger LOG = LoggerFactory.getLogger(HttpDoor.class);

    private final Environment environment;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Meters meters = new Meters();
    private Routes routes = new Routes(List.of());
    private int port;

    /** Creates a door for the environment of this process. */
    public HttpDoor() {
        this(Environment.ofThisProcess());
    }

    HttpDoor(Environment environment) {
        this.environment = environment;
    }

    @Override
    public String id() {
        return "http";
    }

    @Override
    public void prepare(AgentConfig.Builder agent) {
        agent.metricSink(meters.sink());
    }

    @Override
    public void open(Agent agent, Map<String, String> settings) {
        HttpSettings told = HttpSettings.of(settings, environment);
        GrytSettings gryt = GrytSettings.of(Version.text(), environment::variable);
        try {
            GrytDoor jobs = new GrytDoor(agent, owner(), gryt, told.state(), Clock.systemUTC());
            open.push(jobs);
            open.push(HealthWatch.start(agent));
            V1Door v1 = new V1Door(agent, owner(), Version.text());
            open.push(v1);
            routes = new Routes(Stream.of(jobs.routes(), List.of(meters.route(new ProblemDialect())), v1.routes())
                    .flatMap(List::stream)
                    .toList());
            HttpListener listener = HttpListener.open(
                    told.address(),
                    routes,
                    new ApiKeys(told.keys()),
                    Limits.USUAL,
                    path -> path.isEmpty() || V1Door.isIn(path) ? new ProblemDialect() : new GrytDialect());
            open.push(listener);
            open.push(meters);
            told.socket().ifPresent(socket -> listenOn(socket, listener));
            port = listener.port();
        } catch (RuntimeException refused) {
            close();
            throw refused;
        }
        sayWhere(told);
    }

    /** A place that nobody has asked for may well be another agent's. */
    private static void listenOn(SocketPlace socket, HttpListener listener) {
        try {
            listener.listenOn(socket.path());
            LOG.info("Listening on {}, for its owner without a key", socket.path());
        } catch (AgentException refused) {
            if (socket.asked()) {
                throw refused;
            }
            LOG.warn("{}. The agent goes on without a socket", refused.getMessage());
        }
    }

    private void sayWhere(HttpSettings told) {
        LOG.info("Listening on {}://{}:{}", told.tls().isPresent() ? "https" : "http", told.host(), port);
        if (told.isShut()) {
            LOG.warn(
                    "AGENT_API_KEY IS NOT SET: only this host can reach the port, and every job that comes there is refused."
                            + " Set AGENT_API_KEY and start it again");
        }
    }

    /** Returns what it serves. */
    Routes routes() {
        return routes;
    }

    /** Returns the port it listens on. */
    int port() {
        return port;
    }

    /** Those who wait are told first, so that they are still answered. */
    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pollLast().close();
            } catch (Exception e) {
                LOG.warn("Could not close a part of the door", e);
            }
        }
    }
}
