package dev.hostler.launcher.http.v1.node;

import dev.hostler.api.Agent;
import dev.hostler.api.node.AgentHealth;
import dev.hostler.api.node.Fingerprint;
import dev.hostler.launcher.http.server.Access;
import dev.hostler.launcher.http.server.Answer;
import dev.hostler.launcher.http.server.Call;
import dev.hostler.launcher.http.server.Calls;
import dev.hostler.launcher.http.server.Dialect;
import dev.hostler.launcher.http.server.Endpoint;
import dev.hostler.launcher.http.server.Route;
import dev.hostler.launcher.http.v1.wire.Parameters;
import dev.hostler.launcher.http.v1.wire.Values;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The routes of the agent itself. Thread-safe. Those of its health never wait. */
public final class NodeRoutes {
    private final Agent agent;
    private final String version;
    private final Calls calls;
    private final Dialect dialect;

    /**
     * Makes the routes.
     *
     * @param version which version of Hostler this is
     */
    public NodeRoutes(Agent agent, String version, Calls calls, Dialect dialect) {
        this.agent = agent;
        this.version = version;
        this.calls = calls;
        this.dialect = dialect;
    }

    /** Returns the routes. */
    public List<Route> routes() {
        return List.of(
                new Route("GET", "/health/live", Access.OPEN, dialect, quick(this::live)),
                new Route("GET", "/health/ready", Access.OPEN, dialect, quick(this::ready)),
                new Route("GET", "/v1/node", Access.KEY, dialect, quick(this::node)),
                new Route("GET", "/v1/leftovers", Access.KEY, dialect, calls.endpoint(this::leftovers)),
                new Route("POST", "/v1/sweep", Access.KEY, dialect, calls.endpoint(this::sweep)),
                new Route("POST", "/v1/drain", Access.KEY, dialect, calls.endpoint(this::drain)));
    }

    private static Endpoint quick(Function<Call, Answer> answers) {
        return call -> CompletableFuture.completedFuture(answers.apply(call));
    }

    private Answer live(Call call) {
        return Answer.json(200, Map.of("status", "live"));
    }

    /** Work can be taken: nobody has drained the agent, and it has a place for jobs. */
    private Answer ready(Call call) {
        AgentHealth health = agent.health();
        boolean placed = health.executors().values().stream().anyMatch(Fingerprint::available);
        boolean ready = health.accepting() && placed;
        String reason = ready ? "ready" : health.accepting() ? "no executor answers" : "the agent takes no new work";
        return Answer.json(ready ? 200 : 503, Map.of("status", reason));
    }

    private Answer node(Call call) {
        Parameters.of(call);
        return Answer.json(200, of(agent.health()).map());
    }

    private Answer leftovers(Call call) throws InterruptedException {
        Parameters.of(call);
        return Answer.json(200, LeftoverJson.of(agent.leftovers()));
    }

    /** Answers with what has gone. */
    private Answer sweep(Call call) throws InterruptedException {
        Parameters.of(call);
        return Answer.json(200, LeftoverJson.of(agent.sweep()));
    }

    private Answer drain(Call call) {
        Parameters.of(call);
        agent.drain();
        return Answer.json(202, of(agent.health()).map());
    }

    private Values of(AgentHealth health) {
        return new Values()
                .put("version", version)
                .put("accepting", health.accepting())
                .put("runningJobs", health.runningJobs())
                .put("queuedJobs", health.queuedJobs())
                .put("workloads", health.workloads())
                .put("host", NodeJson.of(agent.node()).map())
                .put("executors", NodeJson.of(health.executors()))
                .put("runtimes", NodeJson.of(health.runtimes()));
    }
}
