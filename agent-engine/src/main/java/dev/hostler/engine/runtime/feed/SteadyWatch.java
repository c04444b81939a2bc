package dev.hostler.engine.runtime.feed;

import dev.hostler.api.spi.Scheduler;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows what changes on a host, one stream after the other, and tells a listener to look. After a stream that did not
 * begin it waits longer each time, up to five seconds. Thread-safe; one thread alone follows and tells.
 */
public final class SteadyWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SteadyWatch.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LAST_PAUSE = Duration.ofSeconds(5);
    private static final Duration END = Duration.ofSeconds(10);

    private final Scheduler scheduler;
    private final String subject;
    private final Stream stream;
    private Optional<Scheduler.Task> task = Optional.empty();
    private boolean closed;

    /** What is followed. */
    @FunctionalInterface
    public interface Stream {
        /**
         * Follows one stream to its end, on the watching thread.
         *
         * @param tell to be run when it has begun, and at each change
         * @return whether it had begun
         */
        boolean follow(Runnable tell) throws InterruptedException;
    }

    /**
     * Creates a watch.
     *
     * @param subject what is watched, as {@code containers}: names the thread, and stands in the log
     */
    public SteadyWatch(Scheduler scheduler, String subject, Stream stream) {
        this.scheduler = scheduler;
        this.subject = subject;
        this.stream = stream;
    }

    /** Begins to tell, unless it is closed already; called once. */
    public synchronized void start(Runnable listener) {
        if (!closed) {
            task = Optional.of(scheduler.start(subject + "-watch", () -> run(() -> tell(listener))));
        }
    }

    private void run(Runnable tell) {
        Duration pause = FIRST_PAUSE;
        try {
            while (true) {
                boolean begun = stream.follow(tell);
                if (begun) {
                    // What is watched may have ended together with the stream, of which nothing told.
                    tell.run();
                }
                pause = begun ? FIRST_PAUSE : longer(pause);
                scheduler.sleep(pause);
            }
        } catch (InterruptedException closing) {
            LOG.debug("Changes of {} are not followed any more", subject);
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LAST_PAUSE) < 0 ? twice : LAST_PAUSE;
    }

    private void tell(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException e) {
            LOG.warn("What was told of changes of {} has failed", subject, e);
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
                LOG.debug("The watch of {} does not end", subject);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
