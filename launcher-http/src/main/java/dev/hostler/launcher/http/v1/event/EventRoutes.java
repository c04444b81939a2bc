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
import java.util.Optional;

/** The route of events. Thread-safe. */
public final class EventRoutes {
    private static final String LAST_EVENT = "Last-Event-ID";
    private static final String AFTER = "after";

    private final Agent agent;
    private final Owner owner;
    private final Calls calls;
    private final Dialect dialect;
    private final EventIds ids = EventIds.ofThisRun();

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
        Optional<String> after = Parameters.of(call, AFTER).text(AFTER);
        Optional<String> seen = call.header(LAST_EVENT);
        long sequence = seen.map(id -> ids.sequence(LAST_EVENT, id))
                .or(() -> after.map(id -> ids.sequence(AFTER, id)))
                .orElse(0L);
        return ItemFeed.answer(
                new OwnEvents(agent.events(sequence), owner), new Writing.Events<AgentEvent>(this::event));
    }

    private byte[] event(AgentEvent event) {
        String id = ids.of(event.sequence());
        return event instanceof AgentEvent.EventsMissed
                ? Sse.event("reset", id, EventJson.of(event))
                : Sse.event(id, EventJson.of(event));
    }
}
