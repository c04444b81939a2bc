package dev.hostler.engine.runtime.container;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventActor;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes events from one stream: what they make old is forgotten at once, and whoever waits is woken. Many events that
 * come while nobody waits wake once. Thread-safe: one thread of the client library brings, another one waits.
 */
final class EventFeed implements ResultCallback<Event> {
    /** What changes nothing that is kept. */
    private static final Set<String> HARMLESS = Set.of("create", "rename", "health_status");

    private static final Logger LOG = LoggerFactory.getLogger(EventFeed.class);

    private final DetailsCache cache;
    private final Optional<NamesInUse> names;
    private final WorkloadLabels labels;
    private final BlockingQueue<Boolean> bell = new ArrayBlockingQueue<>(1);
    private volatile String since;
    private volatile boolean ended;
    private Optional<Closeable> open = Optional.empty();

    /**
     * Creates a feed.
     *
     * @param names told of all containers that the stream tells of
     * @param labels say which containers are ours; nobody is woken for others
     * @param since how far the streams before this one came
     */
    EventFeed(DetailsCache cache, Optional<NamesInUse> names, WorkloadLabels labels, String since) {
        this.cache = cache;
        this.names = names;
        this.labels = labels;
        this.since = since;
    }

    /** Returns a moment in the form that the engine reads. */
    static String moment(Instant time) {
        return String.format(Locale.ROOT, "%d.%09d", time.getEpochSecond(), time.getNano());
    }

    /** Returns the moment up to which all events have come. */
    String since() {
        return since;
    }

    /** Waits until the stream has begun; returns whether it has. */
    boolean awaitStart(Duration limit) throws InterruptedException {
        return awaitChange(limit);
    }

    /** Waits for an event; returns false if the stream has ended, or none came in this time. */
    boolean awaitChange(Duration limit) throws InterruptedException {
        return bell.poll(limit.toNanos(), TimeUnit.NANOSECONDS) != null && !ended;
    }

    @Override
    public void onStart(Closeable stream) {
        cache.streamBegins();
        names.ifPresent(NamesInUse::streamBegins);
        synchronized (this) {
            open = Optional.of(stream);
        }
        bell.offer(true);
        if (ended) {
            // Closed before the head of the answer was here: the client library forgets that.
            close();
        }
    }

    @Override
    public void onNext(Event event) {
        EventActor actor = event.getActor();
        if (actor != null && actor.getId() != null) {
            names.ifPresent(all -> all.see(event.getAction(), actor));
        }
        note(event.getTimeNano());
        if (isOurs(actor)) {
            String action = Optional.ofNullable(event.getAction()).orElse("");
            String container = actor == null ? event.getId() : actor.getId();
            if (container != null && !HARMLESS.contains(action.replaceFirst(":.*", ""))) {
                cache.forget(container);
            }
            bell.offer(true);
        }
    }

    /** Who can't be told apart may be ours. */
    private boolean isOurs(@Nullable EventActor actor) {
        return actor == null || actor.getAttributes() == null || labels.areMine(actor.getAttributes());
    }

    private void note(@Nullable Long nanos) {
        if (nanos != null) {
            since = moment(Instant.ofEpochSecond(0, nanos));
        }
    }

    @Override
    public void onError(Throwable thrown) {
        onComplete();
    }

    @Override
    public void onComplete() {
        ended = true;
        bell.offer(true);
    }

    @Override
    public void close() {
        ended = true;
        Optional<Closeable> stream;
        synchronized (this) {
            stream = open;
        }
        try {
            if (stream.isPresent()) {
                stream.get().close();
            }
        } catch (IOException e) {
            LOG.debug("The stream of events ended badly: {}", e.getMessage());
        }
    }
}
