package dev.hostler.engine.warm;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sandboxes that no job will have, until they are ended. Thread-safe: the object's lock guards the queue. */
final class Leavings {
    private static final Logger LOG = LoggerFactory.getLogger(Leavings.class);

    private final Deque<Standing> waiting = new ArrayDeque<>();

    synchronized void add(Standing left) {
        waiting.add(left);
    }

    synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }

    private synchronized Optional<Standing> next() {
        return Optional.ofNullable(waiting.poll());
    }

    private synchronized int size() {
        return waiting.size();
    }

    /** Ends all, once each; what can't be ended stays for the next time. */
    void remove() {
        for (int left = size(); left > 0; left--) {
            next().ifPresent(this::end);
        }
    }

    private void end(Standing left) {
        try {
            left.destroy();
        } catch (RuntimeException notNow) {
            LOG.info("A sandbox that stood ready is ended later: {}", notNow.getMessage());
            add(left);
        }
    }
}
