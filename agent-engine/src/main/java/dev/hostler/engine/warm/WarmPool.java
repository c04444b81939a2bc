package dev.hostler.engine.warm;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.engine.metric.Metrics;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sandboxes that stand ready, each for one job. Thread-safe.
 *
 * <p>All that takes time, opening, looking and ending, happens in rounds, one thing after the other; between them there is
 * no thread, and while no job has come for long, no timer either.
 *
 * @param <S> what stands
 */
public final class WarmPool<S extends Standing> implements AutoCloseable {
    /** After this time, what stands for one kind of jobs may have to give way to another kind. */
    static final Duration QUIET = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(WarmPool.class);

    /** A job that has just come is to have the processor for itself: its first line takes some milliseconds. */
    private static final Duration SETTLE = Duration.ofMillis(50);

    /** How often what stands is looked at: so old can an image at most be that somebody has replaced. */
    private static final Duration LOOK = Duration.ofSeconds(5);

    /** After a failure. */
    private static final Duration REST = Duration.ofSeconds(30);

    private static final Duration END = Duration.ofSeconds(30);

    private final WarmSettings settings;
    private final Scheduler scheduler;
    private final WarmSource<S> source;
    private final WarmMetrics metrics;
    private final BooleanSupplier memoryIsScarce;
    private final Shelf<S> shelf;
    private final Leavings leavings = new Leavings();
    private final Rounds rounds;
    private volatile boolean closed;
    private long lookAt;

    /**
     * Creates a pool; nothing stands until jobs have come.
     *
     * @param memoryIsScarce whether the host has hardly any memory left, so that nothing is to be opened
     */
    public WarmPool(
            WarmSettings settings,
            Scheduler scheduler,
            WarmSource<S> source,
            Metrics metrics,
            BooleanSupplier memoryIsScarce) {
        this(settings, scheduler, source, metrics, memoryIsScarce, new Shelf<>(settings.bound()));
    }

    WarmPool(
            WarmSettings settings,
            Scheduler scheduler,
            WarmSource<S> source,
            Metrics metrics,
            BooleanSupplier memoryIsScarce,
            Shelf<S> shelf) {
        this.settings = settings;
        this.scheduler = scheduler;
        this.source = source;
        this.metrics = new WarmMetrics(metrics);
        this.memoryIsScarce = memoryIsScarce;
        this.shelf = shelf;
        this.lookAt = scheduler.nanoTime();
        this.rounds = new Rounds(scheduler, "hostler-warm", this::round);
        this.metrics.register(shelf::count);
    }

    /**
     * Takes one that stands ready; whoever gets it is the only one, and ends it. Asks no host.
     *
     * @return empty if there is none: then one is opened in time for the next job of this kind, if jobs of it come more
     *     than once
     */
    public Optional<S> take(WarmKey key) throws InterruptedException {
        if (settings.bound() == 0 || closed) {
            return Optional.empty();
        }
        long now = scheduler.nanoTime();
        shelf.came(key, now, now + SETTLE.toNanos());
        try {
            return takeOne(key, now);
        } finally {
            rounds.wake(SETTLE);
        }
    }

    private Optional<S> takeOne(WarmKey key, long now) throws InterruptedException {
        for (Optional<Shelf.Place<S>> next = shelf.take(key); next.isPresent(); next = shelf.take(key)) {
            S found = next.get().standing();
            if (answers(found)) {
                metrics.hit(Duration.ofNanos(now - next.get().since()));
                return Optional.of(found);
            }
            discard(found, "dead");
        }
        metrics.miss("empty");
        return Optional.empty();
    }

    private boolean answers(S found) throws InterruptedException {
        try {
            return found.answers();
        } catch (InterruptedException closing) {
            leavings.add(found);
            throw closing;
        }
    }

    /** Notes that a job has come which can't have one. */
    public void passedBy(String cause) {
        if (settings.bound() > 0) {
            metrics.miss(cause);
        }
    }

    /** Returns how many stand ready. */
    public int count() {
        return shelf.count();
    }

    /** Returns when the next round is due. */
    private Optional<Duration> round() {
        leavings.remove();
        shelf.idleSince(scheduler.nanoTime() - settings.idle().toNanos())
                .forEach(place -> discard(place.standing(), "idle"));
        look();
        try {
            return refill() ? Optional.of(Duration.ZERO) : rest();
        } catch (InterruptedException closing) {
            return Optional.empty();
        }
    }

    /** Two rounds after the other are no reason to look twice. */
    private void look() {
        long now = scheduler.nanoTime();
        if (now - lookAt < 0) {
            return;
        }
        lookAt = now + LOOK.toNanos();
        for (Shelf.Place<S> place : shelf.all()) {
            // A job may take it meanwhile: that asks the sandbox itself.
            if (!place.standing().isSound() && shelf.remove(place)) {
                discard(place.standing(), "stale");
            }
        }
    }

    private Optional<Duration> rest() {
        if (shelf.knowsNothing() && leavings.isEmpty()) {
            return Optional.empty();
        }
        long refill = shelf.refillIn(scheduler.nanoTime()).orElse(LOOK.toNanos());
        return Optional.of(Duration.ofNanos(Math.min(refill, LOOK.toNanos())));
    }

    /** Opens one, if one is lacking; says whether it did. */
    private boolean refill() throws InterruptedException {
        long now = scheduler.nanoTime();
        Optional<WarmKey> key = closed || memoryIsScarce.getAsBoolean() ? Optional.empty() : shelf.lacking(now);
        if (key.isEmpty()) {
            return false;
        }
        shelf.makeRoom(now).ifPresent(place -> discard(place.standing(), "room"));
        Optional<S> opened = open(key.get());
        if (opened.isPresent()) {
            metrics.opened();
            shelf.put(key.get(), opened.get(), scheduler.nanoTime());
        } else {
            shelf.rest(key.get(), scheduler.nanoTime() + REST.toNanos());
        }
        return true;
    }

    private Optional<S> open(WarmKey key) throws InterruptedException {
        try {
            return source.open(key);
        } catch (AgentException refused) {
            LOG.info("No sandbox stands ready for the next job: {}", refused.getMessage());
            return Optional.empty();
        } catch (RuntimeException defect) {
            LOG.warn("No sandbox stands ready for the next job", defect);
            return Optional.empty();
        }
    }

    private void discard(S standing, String cause) {
        metrics.discarded(cause);
        leavings.add(standing);
        rounds.wake(Duration.ZERO);
    }

    /** Ends all that stand. What can't be ended now goes at the next start of the agent. Idempotent. */
    @Override
    public void close() throws InterruptedException {
        closed = true;
        rounds.end(END);
        shelf.all().stream().filter(shelf::remove).forEach(place -> discard(place.standing(), "closing"));
        leavings.remove();
        if (!leavings.isEmpty()) {
            LOG.warn("Sandboxes that stood ready stay until the next start");
        }
    }
}
