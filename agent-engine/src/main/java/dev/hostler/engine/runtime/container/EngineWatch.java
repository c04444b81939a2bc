package dev.hostler.engine.runtime.container;

import com.github.dockerjava.api.command.EventsCmd;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.EventType;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.engine.docker.EngineConnection;
import dev.hostler.engine.docker.EngineSession;
import dev.hostler.engine.runtime.feed.SteadyWatch;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the engine's events of containers, on one stream, and tells a listener to look when they are of ours. Thread-safe; the watching
 * thread alone connects and tells.
 */
public final class EngineWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EngineWatch.class);
    private static final Duration CONNECT = Duration.ofSeconds(10);

    /** The engine takes its subscriber in only after the head of its answer, so the stream begins a little before. */
    private static final Duration OVERLAP = Duration.ofSeconds(2);

    /** Health checks of an image come as three further events each, which tell nothing. */
    private static final String[] EVENTS = {
        "create", "start", "die", "oom", "destroy", "pause", "unpause", "rename", "update", "health_status"
    };

    private final EngineConnection engine;
    private final WorkloadLabels labels;
    private final DetailsCache cache;
    private final Optional<NamesInUse> names;
    private final Duration longestSilence;
    private final SteadyWatch watch;

    /** How far the streams so far have come. */
    private volatile String since;

    /**
     * Creates a watch.
     *
     * @param names kept by the same stream, which then tells of everybody's containers; empty: of ours alone
     * @param longestSilence after which a stream without events is opened anew, since its connection may be dead
     */
    public EngineWatch(
            EngineConnection engine,
            Scheduler scheduler,
            WorkloadLabels labels,
            DetailsCache cache,
            Optional<NamesInUse> names,
            Duration longestSilence) {
        this.engine = engine;
        this.labels = labels;
        this.cache = cache;
        this.names = names;
        this.longestSilence = longestSilence;
        this.since = EventFeed.moment(scheduler.now().minus(OVERLAP));
        this.watch = new SteadyWatch(scheduler, "containers", this::follow);
    }

    /** Begins to tell, unless it is closed already; called once. */
    public void start(Runnable listener) {
        watch.start(listener);
    }

    /** Follows one stream to its end; returns whether it had begun. */
    private boolean follow(Runnable tell) throws InterruptedException {
        EventFeed feed = new EventFeed(cache, names, labels, since);
        try (EngineSession session = engine.open();
                feed) {
            request(session).withSince(feed.since()).exec(feed);
            if (!feed.awaitStart(CONNECT)) {
                return false;
            }
            do {
                tell.run();
            } while (feed.awaitChange(longestSilence));
            return true;
        } catch (AgentException | DockerException e) {
            LOG.debug("Containers can't be watched now: {}", e.getMessage());
            return false;
        } finally {
            since = feed.since();
            cache.streamEnds();
            names.ifPresent(NamesInUse::streamEnds);
        }
    }

    private EventsCmd request(EngineSession session) {
        EventsCmd request = session.client()
                .eventsCmd()
                .withEventTypeFilter(EventType.CONTAINER)
                .withEventFilter(EVENTS);
        return names.isPresent()
                ? request
                : request.withLabelFilter(labels.mine().toArray(String[]::new));
    }

    /** Ends the watch; the listener is not told any more. Idempotent. */
    @Override
    public void close() {
        watch.close();
    }
}
