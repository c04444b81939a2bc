package dev.hostler.engine.event;

import dev.hostler.api.event.AgentEvent;
import dev.hostler.api.event.EventStream;
import dev.hostler.api.spi.EventSink;
import dev.hostler.api.spi.Scheduler;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last events, numbered, and the readers that wait for the next one. Thread-safe: all fields but the listeners are
 * guarded by the object's own lock, which is never held during a call to anybody else.
 */
public final class EventLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);

    /** Room for four milliards of events in a run, and two million runs within what JavaScript can count. */
    private static final int RUN_SHIFT = 32;

    private final Scheduler scheduler;
    private final AgentEvent[] ring;
    private final long first;
    private final Set<Runnable> listeners = ConcurrentHashMap.newKeySet();
    private long last;
    private boolean closed;

    /**
     * Creates an empty log.
     *
     * @param capacity how many events are kept
     * @param run the number of this run; events of a later run have higher numbers than those of an earlier one
     */
    public EventLog(Scheduler scheduler, int capacity, long run) {
        this.scheduler = scheduler;
        this.first = (run << RUN_SHIFT) + 1;
        this.last = first - 1;
        this.ring = new AgentEvent[capacity];
    }

    /** An event that lacks only its number and time. */
    @FunctionalInterface
    public interface Draft {
        /** Returns the event. */
        AgentEvent at(long sequence, Instant time);
    }

    /** Numbers an event and hands it to whoever follows. Returns at once. */
    public void publish(Draft draft) {
        Instant now = scheduler.now();
        synchronized (this) {
            last++;
            ring[(int) (last % ring.length)] = draft.at(last, now);
            notifyAll();
        }
        listeners.forEach(Runnable::run);
    }

    /**
     * Opens a reader for the events after a number; 0 for all that are kept. If not all of those are kept, or the number
     * is no event's of this run, the reader is told so first, and goes on with what is kept.
     */
    public EventStream open(long after) {
        return new Reader(after, lastSequence());
    }

    /** Tells a sink every event from now on, on a thread of its own, until this log is closed. */
    public void attach(EventSink sink) {
        EventStream events = open(lastSequence());
        scheduler.start("hostler-events", () -> pump(events, sink));
    }

    /** Ends all readers once they have read what is there. Idempotent. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        listeners.forEach(Runnable::run);
    }

    private synchronized long lastSequence() {
        return last;
    }

    private static void pump(EventStream events, EventSink sink) {
        try {
            for (Optional<AgentEvent> event = events.next(); event.isPresent(); event = events.next()) {
                tell(sink, event.get());
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private static void tell(EventSink sink, AgentEvent event) {
        try {
            sink.accept(event);
        } catch (RuntimeException defect) {
            LOG.warn("Event sink {} failed on event {}", sink.getClass().getName(), event.sequence(), defect);
        }
    }

    private AgentEvent kept(long sequence) {
        return ring[(int) (sequence % ring.length)];
    }

    private final class Reader implements EventStream {
        private final Runnable wake = this::tell;
        private volatile Runnable listener = () -> {};
        private long seen;
        private boolean strange;
        private boolean ended;
        private boolean over;

        Reader(long after, long last) {
            this.strange = after > last || after != 0 && after < first - 1;
            this.seen = Math.max(first - 1, after > last ? last - ring.length : after);
        }

        @Override
        public Optional<AgentEvent> next() throws InterruptedException {
            synchronized (EventLog.this) {
                while (!hasMore() && !closed && !ended) {
                    EventLog.this.wait();
                }
                return take();
            }
        }

        @Override
        public Optional<AgentEvent> poll() {
            synchronized (EventLog.this) {
                return take();
            }
        }

        @Override
        public boolean isOver() {
            return over;
        }

        private boolean hasMore() {
            return strange || last > seen;
        }

        private Optional<AgentEvent> take() {
            if (ended || !hasMore()) {
                over = ended || closed;
                return Optional.empty();
            }
            AgentEvent event = strange ? new AgentEvent.EventsMissed(seen, scheduler.now()) : firstAfter(seen);
            strange = false;
            seen = event.sequence();
            return Optional.of(event);
        }

        private AgentEvent firstAfter(long sequence) {
            long oldest = Math.max(first, last - ring.length + 1);
            return sequence + 1 >= oldest
                    ? kept(sequence + 1)
                    : new AgentEvent.EventsMissed(oldest - 1, scheduler.now());
        }

        @Override
        public void onMore(Runnable value) {
            listener = value;
            listeners.add(wake);
            value.run();
        }

        private void tell() {
            listener.run();
        }

        @Override
        public void close() {
            listeners.remove(wake);
            synchronized (EventLog.this) {
                ended = true;
                EventLog.this.notifyAll();
            }
        }
    }
}
