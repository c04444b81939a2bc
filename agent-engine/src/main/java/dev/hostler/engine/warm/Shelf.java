package dev.hostler.engine.warm;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which sandboxes stand ready, and which are wanted. Whoever takes one is the only one who ever has it. Thread-safe: the
 * object's lock guards everything; under it nothing blocks and nobody else is called.
 *
 * <p>Times are those of {@code Scheduler.nanoTime}.
 *
 * @param <S> what stands
 */
class Shelf<S> {
    /** Of how many kinds without a sandbox the demand is remembered. */
    private static final int KINDS = 100;

    private final int bound;
    private final Map<WarmKey, Kind<S>> kinds = new LinkedHashMap<>();

    Shelf(int bound) {
        this.bound = bound;
    }

    /**
     * One that stands. Immutable.
     *
     * @param key its kind
     * @param standing the sandbox
     * @param since when it was put here
     */
    record Place<S>(WarmKey key, S standing, long since) {}

    private static final class Kind<S> {
        private final Demand demand = new Demand();
        private final Deque<Place<S>> ready = new ArrayDeque<>();
        private long notBefore;

        Kind(long now) {
            this.notBefore = now;
        }

        private long lacking(long now) {
            return demand.wanted(now) - ready.size();
        }

        private boolean isDue(long now) {
            return now - notBefore >= 0 && lacking(now) > 0;
        }
    }

    /** Notes that a job has come, and that the next refill is not to disturb its start. */
    synchronized void came(WarmKey key, long now, long refillAt) {
        if (!kinds.containsKey(key)) {
            forgetOne();
        }
        Kind<S> kind = kinds.computeIfAbsent(key, unknown -> new Kind<>(now));
        kind.demand.came(now);
        if (kind.notBefore - now <= 0) {
            kind.notBefore = refillAt;
        }
    }

    private void forgetOne() {
        if (kinds.size() >= KINDS) {
            kinds.entrySet().stream()
                    .filter(entry -> entry.getValue().ready.isEmpty())
                    .min(Comparator.comparing(entry -> entry.getValue().demand.latest()))
                    .map(Map.Entry::getKey)
                    .ifPresent(kinds::remove);
        }
    }

    /** Takes the oldest of a kind away. */
    synchronized Optional<Place<S>> take(WarmKey key) {
        Kind<S> kind = kinds.get(key);
        return kind == null ? Optional.empty() : Optional.ofNullable(kind.ready.poll());
    }

    /** Adds one. */
    synchronized void put(WarmKey key, S standing, long now) {
        Kind<S> kind = kinds.computeIfAbsent(key, unknown -> new Kind<>(now));
        kind.ready.add(new Place<>(key, standing, now));
    }

    /** Takes one away; says whether it was there. */
    synchronized boolean remove(Place<S> place) {
        Kind<S> kind = kinds.get(place.key());
        return kind != null && kind.ready.remove(place);
    }

    /** Returns the kind that lacks most, if there is room for one more, or can be. */
    synchronized Optional<WarmKey> lacking(long now) {
        return kinds.entrySet().stream()
                .filter(entry -> entry.getValue().isDue(now))
                .max(Comparator.comparing(entry -> entry.getValue().lacking(now)))
                .map(Map.Entry::getKey)
                .filter(key -> count() < bound || surplus(now).isPresent());
    }

    /** Returns in how many nanoseconds the next kind may be opened that lacks something. */
    synchronized OptionalLong refillIn(long now) {
        return kinds.values().stream()
                .filter(kind -> now - kind.notBefore < 0 && kind.lacking(now) > 0)
                .mapToLong(kind -> kind.notBefore - now)
                .min();
    }

    /** Takes one away that has to make room: of a kind with more than it wants, the one that was asked for least lately. */
    synchronized Optional<Place<S>> makeRoom(long now) {
        return count() < bound ? Optional.empty() : surplus(now).map(kind -> kind.ready.poll());
    }

    private Optional<Kind<S>> surplus(long now) {
        return kinds.values().stream()
                .filter(kind -> kind.ready.size() > 1 && kind.ready.size() > kind.demand.wanted(now)
                        || !kind.ready.isEmpty() && now - kind.demand.latest() > WarmPool.QUIET.toNanos())
                .min(Comparator.comparing(kind -> kind.demand.latest()));
    }

    /** Lets a kind rest that could not be opened. */
    synchronized void rest(WarmKey key, long until) {
        Kind<S> kind = kinds.get(key);
        if (kind != null) {
            kind.notBefore = until;
        }
    }

    /** Takes away all of the kinds for which no job has come since then, and forgets those kinds. */
    synchronized List<Place<S>> idleSince(long then) {
        List<Place<S>> idle = new ArrayList<>();
        kinds.values().removeIf(kind -> {
            boolean over = kind.demand.latest() - then <= 0;
            if (over) {
                idle.addAll(kind.ready);
            }
            return over;
        });
        return idle;
    }

    /** Returns what stands. */
    synchronized List<Place<S>> all() {
        return kinds.values().stream().flatMap(kind -> kind.ready.stream()).toList();
    }

    synchronized int count() {
        return kinds.values().stream().mapToInt(kind -> kind.ready.size()).sum();
    }

    synchronized boolean knowsNothing() {
        return kinds.isEmpty();
    }
}
