package dev.hostler.engine.runtime.runner;

import dev.hostler.api.spi.Scheduler;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keepers of an agent's runners, one for each that runs. Thread-safe; {@code this} guards the map of keepers. */
final class Keepers implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final Place place;
    private final Runnable changed;
    private final Map<String, Scheduler.Task> tasks = new HashMap<>();
    private boolean closed;

    Keepers(Place place, Runnable changed) {
        this.place = place;
        this.changed = changed;
    }

    /** Sees to it that somebody looks after a runner that runs. */
    void ensure(InstanceFiles files) throws IOException {
        Optional<InstanceRecord> record = InstanceRecord.read(files.record());
        if (record.isEmpty() || !files.isStarted() || files.hasEnded()) {
            return;
        }
        synchronized (this) {
            if (closed || tasks.containsKey(files.id())) {
                return;
            }
            Keeper keeper = new Keeper(place, files, record.get(), changed);
            tasks.put(files.id(), place.scheduler().start("hostler-runner-" + files.id(), () -> {
                try {
                    keeper.run();
                } finally {
                    forget(files.id());
                }
            }));
        }
    }

    private synchronized void forget(String id) {
        tasks.remove(id);
    }

    /** Lets go of a runner, for somebody else or for good. */
    void release(InstanceFiles files) throws InterruptedException {
        Optional<Scheduler.Task> task = find(files.id());
        if (task.isPresent()) {
            task.get().cancel();
            task.get().join(LIMIT);
        }
    }

    private synchronized Optional<Scheduler.Task> find(String id) {
        return Optional.ofNullable(tasks.get(id));
    }

    @Override
    public void close() {
        List<Scheduler.Task> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(tasks.values());
        }
        all.forEach(Scheduler.Task::cancel);
        try {
            for (Scheduler.Task task : all) {
                task.join(LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
