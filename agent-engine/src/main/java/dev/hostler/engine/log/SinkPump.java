package dev.hostler.engine.log;

import dev.hostler.api.job.JobKey;
import dev.hostler.api.spi.LogSink;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.engine.retry.GrowingPause;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands all logs to one sink, on a thread of its own. Thread-safe; all but the announcements belongs to that thread.
 *
 * <p>The logs are their own buffer: what the sink has not taken is read when it takes it. Logs take turns, a part each.
 */
final class SinkPump implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SinkPump.class);
    private static final GrowingPause PAUSE = new GrowingPause(Duration.ofSeconds(1), Duration.ofMinutes(1));

    /** How long a sink may still take what is there when the agent closes; the rest comes at the next start. */
    private static final Duration LAST_CALL = Duration.ofSeconds(5);

    private final LogSink sink;
    private final SinkPlaces places;
    private final JobLogs logs;
    private final Scheduler scheduler;
    private final Queue<Runnable> announcements = new ConcurrentLinkedQueue<>();
    private final Semaphore signal = new Semaphore(0);
    private final Runnable wake = this::wake;
    private final Map<JobKey, SinkFeed> feeds = new LinkedHashMap<>();
    private final byte[] buffer = SinkFeed.buffer();
    /** Whose turn it is; after a failure it is still this one's. */
    private @Nullable JobKey current;

    private Scheduler.@Nullable Task task;
    /** In a row; 0 while the sink takes logs. */
    private volatile int failures;

    private volatile boolean closing;

    SinkPump(LogSink sink, SinkPlaces places, JobLogs logs, Scheduler scheduler) {
        this.sink = sink;
        this.places = places;
        this.logs = logs;
        this.scheduler = scheduler;
    }

    void start() {
        logs.watch(this::opened);
        task = scheduler.start("hostler-log-sink-" + sink.id(), this::run);
    }

    private void opened(JobKey job, JobLog log, boolean afresh) {
        log.follow(wake);
        announce(() -> {
            if (afresh || !places.open().contains(job)) {
                places.reached(job, 0);
            }
            feeds.put(job, new SinkFeed(job, log, places));
        });
    }

    /** Also hands over what earlier runs of the agent have left of logs that nobody writes any more. */
    void takeUpFinished() {
        announce(() ->
                places.open().stream().filter(job -> !feeds.containsKey(job)).forEach(this::takeUp));
    }

    private void takeUp(JobKey job) {
        Optional<JobLog> log = logs.find(job);
        if (log.isPresent()) {
            feeds.put(job, new SinkFeed(job, log.get(), places));
        } else {
            places.done(job);
        }
    }

    private void announce(Runnable news) {
        announcements.add(news);
        wake();
    }

    private void wake() {
        if (signal.availablePermits() == 0) {
            signal.release();
        }
    }

    private void run() {
        try {
            while (true) {
                // In this order: what is drained before the look at the logs can't be the news of what comes after it.
                signal.drainPermits();
                boolean last = closing;
                if (!round()) {
                    if (last) {
                        break;
                    }
                    signal.acquire();
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
        noteAll();
    }

    /** Gives each log a turn; says whether any has moved. */
    private boolean round() throws InterruptedException {
        try {
            for (Runnable news = announcements.peek(); news != null; news = announcements.peek()) {
                news.run();
                announcements.remove();
            }
            boolean moved = current != null && turn(current);
            for (JobKey job : feeds.keySet().toArray(JobKey[]::new)) {
                moved |= turn(job);
            }
            return moved;
        } catch (RuntimeException | LinkageError failure) {
            rest(failure);
            return true;
        }
    }

    private boolean turn(JobKey job) throws InterruptedException {
        SinkFeed feed = feeds.get(job);
        if (feed == null) {
            current = null;
            return false;
        }
        current = job;
        SinkFeed.Turn turn = feed.advance(sink, buffer);
        current = null;
        // A sink may leave the flag set for reasons of its own.
        if (Thread.interrupted() && closing) {
            throw new InterruptedException("the agent closes");
        }
        if (turn == SinkFeed.Turn.OVER) {
            feeds.remove(job);
        }
        if (turn != SinkFeed.Turn.IDLE && failures > 0) {
            failures = 0;
            LOG.info("Log sink {} takes logs again", sink.id());
        }
        return turn == SinkFeed.Turn.MOVED;
    }

    private void rest(Throwable failure) throws InterruptedException {
        if (failures == 0) {
            LOG.warn("Log sink {} failed; it is tried again until it takes the logs", sink.id(), failure);
        }
        failures++;
        Thread.interrupted();
        if (closing) {
            throw new InterruptedException("the agent closes");
        }
        scheduler.sleep(PAUSE.after(failures));
    }

    private void noteAll() {
        try {
            feeds.values().forEach(SinkFeed::note);
        } catch (RuntimeException unwritable) {
            LOG.warn("How far log sink {} has come can't be stored; parts may come to it again", sink.id(), unwritable);
        }
    }

    /** Ends once the sink has taken what is there. */
    void lastCall() {
        closing = true;
        wake();
    }

    /** Ends, whatever the sink has taken by then. */
    @Override
    public void close() throws InterruptedException {
        lastCall();
        Scheduler.Task running = task;
        if (running != null && (failures > 0 || !running.join(LAST_CALL))) {
            running.cancel();
            running.join(LAST_CALL);
        }
    }
}
