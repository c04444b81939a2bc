package dev.hostler.engine.job;

import dev.hostler.api.identity.Owner;
import dev.hostler.api.job.JobKey;
import dev.hostler.api.job.JobPriority;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Things that wait for a slot. A higher priority goes first; among equals the owners take turns, so that nobody who
 * brings a thousand makes another wait for all of them; an owner's own go in the order in which they came. Confined to
 * its owner's lock.
 *
 * <p>Implementation note: each priority has one line per owner that waits. The owner whose line is first in the map is
 * next, and goes to the end of the map when it was served.
 *
 * @param <T> what waits
 */
final class JobQueue<T> {
    private final Map<JobPriority, Map<Owner, Deque<Entry<T>>>> lines = new EnumMap<>(JobPriority.class);
    private int size;

    private record Entry<T>(JobKey key, T waiting) {}

    void add(JobKey key, JobPriority priority, T waiting) {
        lines.computeIfAbsent(priority, none -> new LinkedHashMap<>())
                .computeIfAbsent(key.owner(), none -> new ArrayDeque<>())
                .addLast(new Entry<>(key, waiting));
        size++;
    }

    int size() {
        return size;
    }

    /** Takes out what is next. */
    Optional<T> next() {
        for (Map<Owner, Deque<Entry<T>>> owners : lines.values()) {
            Optional<Owner> turn = owners.keySet().stream().findFirst();
            if (turn.isPresent()) {
                return Optional.ofNullable(owners.remove(turn.get())).map(line -> serve(turn.get(), line, owners));
            }
        }
        return Optional.empty();
    }

    private T serve(Owner owner, Deque<Entry<T>> line, Map<Owner, Deque<Entry<T>>> owners) {
        Entry<T> first = line.removeFirst();
        if (!line.isEmpty()) {
            owners.put(owner, line);
        }
        size--;
        return first.waiting;
    }

    /** Takes a job out wherever it stands; says whether it was there. */
    boolean remove(JobKey key) {
        for (Map<Owner, Deque<Entry<T>>> owners : lines.values()) {
            Deque<Entry<T>> line = owners.get(key.owner());
            if (line != null && line.removeIf(entry -> entry.key.equals(key))) {
                if (line.isEmpty()) {
                    owners.remove(key.owner());
                }
                size--;
                return true;
            }
        }
        return false;
    }
}
