package dev.hostler.engine.runtime.container;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps the details of containers until an event says that they have changed, so that a look at idle containers asks for
 * none. Without an event stream nothing is kept. Thread-safe; {@code this} guards the fields.
 */
public final class DetailsCache {
    private final Map<String, StateDetails> kept = new HashMap<>();
    private boolean fed;
    private long changes;

    /** Asks the engine. */
    @FunctionalInterface
    public interface Question {
        /** Returns the details; empty if the container is gone. */
        Optional<StateDetails> ask() throws InterruptedException;
    }

    /**
     * Returns the details of a container.
     *
     * @param status the state in which it is listed; what was kept of another one is asked again
     */
    public Optional<StateDetails> get(String container, String status, Question question) throws InterruptedException {
        Optional<StateDetails> known =
                known(container).filter(details -> details.status().equals(status));
        if (known.isPresent()) {
            return known;
        }
        long before = changes();
        Optional<StateDetails> answer = question.ask();
        answer.ifPresent(details -> keep(container, details, before));
        return answer;
    }

    private synchronized Optional<StateDetails> known(String container) {
        return Optional.ofNullable(kept.get(container));
    }

    private synchronized long changes() {
        return changes;
    }

    /** An answer that an event has overtaken may be old. */
    private synchronized void keep(String container, StateDetails details, long before) {
        if (fed && changes == before) {
            kept.put(container, details);
        }
    }

    /** A container has changed. */
    public synchronized void forget(String container) {
        changes++;
        kept.remove(container);
    }

    /** The event stream has begun: what was before it counts no more. */
    public synchronized void streamBegins() {
        changes++;
        kept.clear();
        fed = true;
    }

    /** The event stream has ended. */
    public synchronized void streamEnds() {
        changes++;
        kept.clear();
        fed = false;
    }

    /** Drops what is kept of containers that are not there any more. */
    public synchronized void retain(Set<String> containers) {
        kept.keySet().retainAll(containers);
    }
}
