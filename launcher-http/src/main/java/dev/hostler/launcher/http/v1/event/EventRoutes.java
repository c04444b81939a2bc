package dev.hostler.launcher.http.v1.event;

import dev.hostler.api.Agent;
import dev.hostler.api.event.AgentEvent;
import dev.hostler.api.identity.Owner;
import dev.hostler.launcher.http.server.Access;
import dev.hostler.launcher.http.server.Answer;
import dev.hostler.launcher.http.server.Call;
import dev.hostler.launcher.http.server.Calls;
import dev.hostler.launcher.http.server.Dialect;
import dev.hostler.launcher.http.server.Route;
import dev.hostler.launcher.http.v1.wire.ItemFeed;
import dev.hostler.launcher.http.v1.wire.Parameters;
import dev.hostler.launcher.http.v1.wire.Sse;
import dev.hostler.launcher.http.v1.wire.Writing;
import java.util.List;

/** The route of events. Thread-safe. */
public final class EventRoutes {
    private static final String LAST_EVENT = "Last-Event-ID";
    private static final String AFTER = "after";

    private final Agent agent;
    private final Owner owner;
    private final Calls calls;
    private final Dialect dialect;

    /** Makes a route to the events of an owner. */
    public EventRoutes(Agent agent, Owner owner, Calls calls, Dialect dialect) {
        this.agent = agent;
        this.owner = owner;
        this.calls = calls;
        this.dialect = dialect;
    }

    /** Returns the route. */
    public List<Route> routes() {
        return List.of(new Route("GET", "/v1/events", Access.KEY, dialect, calls.endpoint(this::follow)));
    }

    /** What a client that comes back has seen last wins over what it has asked for at first. */
    private Answer follow(Call call) {
        long after = Parameters.of(call, AFTER).whole(AFTER).orElse(0);
        long seen = call.header(LAST_EVENT)
                .map(id -> Parameters.whole(LAST_EVENT, id))
                .orElse(after);
        return ItemFeed.answer(new OwnEvents(agent.events(seen), owner), new Writing.Events<>(EventRoutes::event));
    }

    private static byte[] event(AgentEvent event) {
        String id = String.valueOf(event.sequence());
        return event instanceof AgentEvent.EventsMissed
                ? Sse.event("reset", id, EventJson.of(event))
                : Sse.event(id, EventJson.of(event));
    }
}
