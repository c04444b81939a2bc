package dev.hostler.launcher.http.v1;

import dev.hostler.api.Agent;
import dev.hostler.api.identity.Owner;
import dev.hostler.launcher.http.server.Calls;
import dev.hostler.launcher.http.server.Dialect;
import dev.hostler.launcher.http.server.Route;
import dev.hostler.launcher.http.v1.event.EventRoutes;
import dev.hostler.launcher.http.v1.job.JobRoutes;
import dev.hostler.launcher.http.v1.node.NodeRoutes;
import dev.hostler.launcher.http.v1.workload.WorkloadRoutes;
import dev.hostler.launcher.http.waiting.JobEnds;
import java.util.List;
import java.util.stream.Stream;

/** The routes of the native API. Thread-safe. */
public final class V1Door implements AutoCloseable {
    private final Dialect dialect = new ProblemDialect();
    private final JobEnds ends = new JobEnds();
    private final List<Route> routes;

    /**
     * Makes the routes.
     *
     * @param owner whose the work is that is brought and seen here
     * @param version which version of Hostler this is
     */
    public V1Door(Agent agent, Owner owner, String version) {
        Calls calls = new Calls();
        this.routes = Stream.of(
                        new WorkloadRoutes(agent, owner, calls, dialect).routes(),
                        new JobRoutes(agent, owner, calls, dialect, ends).routes(),
                        new EventRoutes(agent, owner, calls, dialect).routes(),
                        new NodeRoutes(agent, version, calls, dialect).routes(),
                        List.of(OpenApi.route(dialect)))
                .flatMap(List::stream)
                .toList();
    }

    /** Returns the routes. */
    public List<Route> routes() {
        return routes;
    }

    /** Tells everybody who waits for a job that this agent will not say how it ends. Idempotent. */
    @Override
    public void close() {
        ends.close();
    }

    /** Returns whether a path is one of this API, be there such a thing or not. */
    public static boolean isIn(String path) {
        return path.equals("/v1") || path.startsWith("/v1/") || path.startsWith("/health/");
    }
}
