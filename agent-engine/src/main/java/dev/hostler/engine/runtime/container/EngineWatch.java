package dev.hostler.engine.runtime.container;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.EventType;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.engine.docker.EngineConnection;
import dev.hostler.engine.docker.EngineSession;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the engine's events of our containers, on one stream, and tells a listener to look. Thread-safe; the watching
 * thread alone connects and tells.
 */
public final class EngineWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EngineWatch.class);
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LAST_PAUSE = Duration.ofSeconds(5);
    private static final Duration END = Duration.ofSeconds(10);

    /** The engine takes its subscriber in only after the head of its answer, so the stream begins a little before. */
    private static final Duration OVERLAP = Duration.ofSeconds(2);

    /** Health checks of an image come as three further events each, which tell nothing. */
    private static final String[] EVENTS = {
        "create", "start", "die", "oom", "destroy", "pause", "unpause", "rename", "update", "health_status"
    };

    private final EngineConnection engine;
    private final Scheduler scheduler;
    private final WorkloadLabels labels;
    private final DetailsCache cache;
    private final Duration longestSilence;
    private Optional<Scheduler.Task> task = Optional.empty();
    private boolean closed;

    /**
     * Creates a watch.
     *
     * @param longestSilence after which a stream without events is opened anew, since its connection may be dead
     */
    public EngineWatch(
            EngineConnection engine,
            Scheduler scheduler,
            WorkloadLabels labels,
            DetailsCache cache,
            Duration longestSilence) {
        this.engine = engine;
        this.scheduler = scheduler;
        this.labels = labels;
        this.cache = cache;
        this.longestSilence = longestSilence;
    }

    /** Begins to tell, unless it is closed already; called once. */
    public synchronized void start(Runnable listener) {
        if (!closed) {
            task = Optional.of(scheduler.start("containers-watch", () -> run(listener)));
        }
    }

    private void run(Runnable listener) {
        String since = EventFeed.moment(scheduler.now().minus(OVERLAP));
        Duration pause = FIRST_PAUSE;
        try {
            while (true) {
                EventFeed feed = new EventFeed(cache, since);
                boolean begun = follow(feed, listener);
                if (begun) {
                    // It may have ended together with the engine, of which no event tells.
                    tell(listener);
                }
                pause = begun ? FIRST_PAUSE : longer(pause);
                since = feed.since();
                scheduler.sleep(pause);
            }
        } catch (InterruptedException closed) {
            LOG.debug("Containers are not watched any more");
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LAST_PAUSE) < 0 ? twice : LAST_PAUSE;
    }

    /** Follows one stream to its end; returns whether it had begun. */
    private boolean follow(EventFeed feed, Runnable listener) throws InterruptedException {
        try (EngineSession session = engine.open();
                feed) {
            session.client()
                    .eventsCmd()
                    .withEventTypeFilter(EventType.CONTAINER)
                    .withEventFilter(EVENTS)
                    .withLabelFilter(labels.mine().toArray(String[]::new))
                    .withSince(feed.since())
                    .exec(feed);
            if (!feed.awaitStart(CONNECT)) {
                return false;
            }
            do {
                tell(listener);
            } while (feed.awaitChange(longestSilence));
            return true;
        } catch (AgentException | DockerException e) {
            LOG.debug("Containers can't be watched now: {}", e.getMessage());
            return false;
        } finally {
            cache.streamEnds();
        }
    }

    private static void tell(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException e) {
            LOG.warn("What was told that containers have changed has failed", e);
        }
    }

    /** Ends the watch; the listener is not told any more. Idempotent. */
    @Override
    public void close() {
        Optional<Scheduler.Task> running;
        synchronized (this) {
            closed = true;
            running = task;
        }
        running.ifPresent(Scheduler.Task::cancel);
        try {
            if (running.isPresent() && !running.get().join(END)) {
                LOG.debug("The watch of containers does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
