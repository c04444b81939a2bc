package dev.hostler.engine.workload;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.spi.Instance;
import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.api.spi.WorkloadRuntime;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.api.workload.WorkloadUsage;
import dev.hostler.engine.health.HealthBoard;
import dev.hostler.engine.health.Terms;
import dev.hostler.engine.metric.Metrics;
import dev.hostler.engine.time.LastKnown;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last look at one runtime: one call for all workloads, made when the runtime tells of a change, after an act, and once
 * in a while. Thread-safe.
 *
 * <p>Implementation note: the object's lock guards all that is not final. It is not held while
 * the runtime is asked or the listener is told.
 */
final class RuntimeView implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RuntimeView.class);

    private static final Duration FRESH_USAGE = Duration.ofSeconds(5);
    private static final Duration IN_TROUBLE = Duration.ofSeconds(1);

    private final String id;
    private final WorkloadRuntime runtime;
    private final Scheduler scheduler;
    private final Metrics metrics;

    /** In case the runtime has missed something. */
    private final Duration usual;

    private final BiConsumer<Sight, Sight> listener;
    private final HealthBoard health;
    private final LastKnown<Map<InstanceHandle, WorkloadUsage>> usage;
    private Sight sight;
    private boolean looking;
    private long asked;
    private long answered;
    private boolean closed;
    private Scheduler.Task next;

    /**
     * Creates a view that has not looked yet.
     *
     * @param terms says how an instance is asked for its health
     * @param listener gets the last sight and the new one after each look
     */
    RuntimeView(
            String id,
            WorkloadRuntime runtime,
            WorkloadRooms rooms,
            Function<Instance, Optional<Terms>> terms,
            BiConsumer<Sight, Sight> listener) {
        this.id = id;
        this.runtime = runtime;
        this.scheduler = rooms.scheduler();
        this.metrics = rooms.metrics();
        this.usual = rooms.lookInterval();
        this.listener = listener;
        this.usage = new LastKnown<>(scheduler, "hostler-usage", Map.of(), FRESH_USAGE, this::readUsage);
        this.health = new HealthBoard(runtime, scheduler, terms, this::lookOrGiveUp);
        this.sight = Sight.unknown(Failure.cannot(
                ErrorCode.RUNTIME_UNAVAILABLE, "look at runtime", id, "it was not asked yet", "wait a moment"));
        this.next = scheduler.schedule("hostler-look-" + id, usual, () -> {});
    }

    WorkloadRuntime runtime() {
        return runtime;
    }

    synchronized Sight sight() {
        return sight;
    }

    /** Returns what instances use, as last read. Never waits. */
    Map<InstanceHandle, WorkloadUsage> usage() {
        return usage.get();
    }

    private Map<InstanceHandle, WorkloadUsage> readUsage(Map<InstanceHandle, WorkloadUsage> before) {
        try {
            return runtime.usage();
        } catch (AgentException e) {
            LOG.debug("Usage of runtime {} can't be read: {}", id, e.getMessage());
            return Map.of();
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            return before;
        }
    }

    /** Looks once, and from now on whenever the runtime tells of a change. */
    void open() throws InterruptedException {
        look();
        runtime.watch(this::lookOrGiveUp);
    }

    private void lookOrGiveUp() {
        try {
            look();
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    /** Looks. Returns when a look that began after this call has been shown, or the view is closed. */
    void look() throws InterruptedException {
        long mine;
        synchronized (this) {
            mine = ++asked;
            while (looking && answered < mine && !closed) {
                wait();
            }
            if (answered >= mine || closed) {
                return;
            }
            looking = true;
        }
        try {
            answerAll();
        } finally {
            leave();
        }
    }

    private void answerAll() {
        for (long latest = open(-1); latest > 0; latest = open(latest)) {
            show(ask());
        }
    }

    /** Notes that what was asked up to a number is answered, and returns up to which the next look answers; 0 if none. */
    private synchronized long open(long done) {
        answered = Math.max(answered, done);
        notifyAll();
        if (answered >= asked || closed) {
            looking = false;
            return 0;
        }
        return asked;
    }

    private synchronized void leave() {
        looking = false;
        notifyAll();
    }

    private Sight ask() {
        long begun = scheduler.nanoTime();
        Sight seen = observe();
        String outcome = seen.trouble().isPresent() ? "trouble" : "seen";
        metrics.time(
                "hostler.runtime.look",
                Map.of("runtime", id, "outcome", outcome),
                Duration.ofNanos(scheduler.nanoTime() - begun));
        return seen;
    }

    private Sight observe() {
        try {
            Map<WorkloadKey, List<Instance>> found = health.judge(runtime.observeAll()).stream()
                    .collect(Collectors.groupingBy(instance -> instance.name().workload()));
            return new Sight(found, Optional.empty());
        } catch (AgentException e) {
            return Sight.unknown(e.failure());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Sight.unknown(Failure.cannot(
                    ErrorCode.RUNTIME_UNAVAILABLE, "look at runtime", id, "the look was interrupted", "wait a moment"));
        }
    }

    private void show(Sight seen) {
        Sight before;
        synchronized (this) {
            if (closed) {
                return;
            }
            before = sight;
            sight = seen;
            next.cancel();
            next = scheduler.schedule(
                    "hostler-look-" + id, seen.trouble().isPresent() ? IN_TROUBLE : usual, this::lookOrGiveUp);
        }
        report(before, seen);
        listener.accept(before, seen);
    }

    private void report(Sight before, Sight seen) {
        if (seen.trouble().isPresent() && before.trouble().isEmpty()) {
            LOG.warn(
                    "Workloads of runtime {} stay as they are until it can be asked: {}",
                    id,
                    seen.trouble().get().message());
        } else if (seen.trouble().isEmpty() && before.trouble().isPresent()) {
            LOG.debug("Runtime {} can be asked", id);
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            next.cancel();
            notifyAll();
        }
        health.close();
        runtime.close();
    }
}
