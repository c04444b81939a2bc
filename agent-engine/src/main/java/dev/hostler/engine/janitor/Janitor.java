package dev.hostler.engine.janitor;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.node.Leftover;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.api.spi.Sweepable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sweeps all places where the agent keeps what it could have again, once in a while and when it is asked to. A place that
 * can't be looked at keeps what it has; the next round tries again. Thread-safe; rounds do not disturb each other, since
 * each place looks again before it removes anything.
 *
 * <p>Settings of {@code janitor}: {@code every-minutes} (default 60; 0: only when asked).
 */
public final class Janitor implements AutoCloseable {
    /** The id under which the configuration has its settings. */
    public static final String ID = "janitor";

    private static final Logger LOG = LoggerFactory.getLogger(Janitor.class);
    private static final String USUAL_MINUTES = "60";

    private final List<Sweepable> places;
    private final Scheduler scheduler;
    private final Duration every;
    private volatile Optional<Scheduler.Task> next = Optional.empty();
    private final AtomicBoolean closed = new AtomicBoolean();

    private Janitor(List<Sweepable> places, Scheduler scheduler, Duration every) {
        this.places = List.copyOf(places);
        this.scheduler = scheduler;
        this.every = every;
    }

    /** Creates a janitor for those of the agent's parts that have something to sweep, and sets it to work. */
    public static Janitor start(List<?> parts, Scheduler scheduler, Map<String, String> settings) {
        List<Sweepable> places = parts.stream()
                .filter(Sweepable.class::isInstance)
                .map(Sweepable.class::cast)
                .toList();
        Janitor janitor = new Janitor(places, scheduler, every(settings));
        janitor.comeBack();
        return janitor;
    }

    private static Duration every(Map<String, String> settings) {
        String minutes = settings.getOrDefault("every-minutes", USUAL_MINUTES);
        if (!minutes.matches("\\d{1,6}")) {
            throw Failure.cannot(
                            ErrorCode.INVALID_INPUT,
                            "read setting " + ID + ".every-minutes",
                            minutes,
                            "it is no number of minutes",
                            "give a whole number; 0 turns it off")
                    .toException();
        }
        return Duration.ofMinutes(Long.parseLong(minutes));
    }

    private void comeBack() {
        if (every.isZero()) {
            return;
        }
        Scheduler.Task task = scheduler.schedule("janitor", every, this::round);
        next = Optional.of(task);
        if (closed.get()) {
            task.cancel();
        }
    }

    private void round() {
        comeBack();
        try {
            sweep();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lists what a sweep would remove now. Changes nothing. */
    public List<Leftover> leftovers() throws InterruptedException {
        List<Leftover> all = new ArrayList<>();
        for (Sweepable place : places) {
            all.addAll(leftovers(place));
        }
        return List.copyOf(all);
    }

    /** Removes what may go; returns what has gone. */
    public List<Leftover> sweep() throws InterruptedException {
        List<Leftover> gone = new ArrayList<>();
        for (Sweepable place : places) {
            for (Leftover one : leftovers(place)) {
                if (remove(place, one)) {
                    LOG.info("Removed {} {} ({} bytes): {}", one.kind(), one.name(), one.bytes(), one.reason());
                    gone.add(one);
                }
            }
        }
        return List.copyOf(gone);
    }

    private static List<Leftover> leftovers(Sweepable place) throws InterruptedException {
        try {
            return place.leftovers();
        } catch (IOException | AgentException e) {
            LOG.warn("Nothing is swept there this time: {}", e.getMessage());
            return List.of();
        }
    }

    private static boolean remove(Sweepable place, Leftover one) throws InterruptedException {
        try {
            return place.remove(one);
        } catch (IOException | AgentException e) {
            LOG.warn("Cannot remove {} {}: {}", one.kind(), one.name(), e.getMessage());
            return false;
        }
    }

    /** Comes back no more; a round that runs is interrupted. Idempotent. */
    @Override
    public void close() {
        closed.set(true);
        next.ifPresent(Scheduler.Task::cancel);
    }
}
