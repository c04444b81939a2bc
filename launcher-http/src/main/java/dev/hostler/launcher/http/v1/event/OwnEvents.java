package dev.hostler.launcher.http.v1.event;

import dev.hostler.api.event.AgentEvent;
import dev.hostler.api.event.EventStream;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.stream.ItemStream;
import java.util.Optional;

/** The events of one owner, and those that are everybody's. Confined to one thread at a time. */
final class OwnEvents implements ItemStream<AgentEvent> {
    private final EventStream all;
    private final Owner owner;

    OwnEvents(EventStream all, Owner owner) {
        this.all = all;
        this.owner = owner;
    }

    @Override
    public Optional<AgentEvent> next() throws InterruptedException {
        Optional<AgentEvent> event = all.next();
        while (event.isPresent() && !isOwn(event.get())) {
            event = all.next();
        }
        return event;
    }

    @Override
    public Optional<AgentEvent> poll() {
        Optional<AgentEvent> event = all.poll();
        while (event.isPresent() && !isOwn(event.get())) {
            event = all.poll();
        }
        return event;
    }

    private boolean isOwn(AgentEvent event) {
        return EventOwner.of(event).map(owner::equals).orElse(true);
    }

    @Override
    public boolean isOver() {
        return all.isOver();
    }

    @Override
    public void onMore(Runnable listener) {
        all.onMore(listener);
    }

    @Override
    public void close() {
        all.close();
    }
}
