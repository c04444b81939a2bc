package dev.hostler.engine.health;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.spi.Instance.Health;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.api.workload.HealthCheck;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks one instance, from one of its starts on, until it is closed. Thread-safe.
 *
 * <p>Implementation note: the object's lock guards all that is not final. It is not held while the instance is asked or the
 * listener is told.
 */
final class Probing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Probing.class);

    /** While it starts, it is asked more often, so that it is not waited for in vain. */
    private static final Duration EAGER = Duration.ofSeconds(1);

    private final Question question;
    private final HealthCheck check;
    private final Scheduler scheduler;
    private final Runnable changed;
    private final Duration begun;
    private Opinion opinion = Opinion.NONE;
    private Scheduler.Task next;
    private boolean closed;

    /**
     * Begins to ask, at once.
     *
     * @param changed told when the opinion is another one, in one word
     */
    Probing(Question question, HealthCheck check, Scheduler scheduler, Runnable changed) {
        this.question = question;
        this.check = check;
        this.scheduler = scheduler;
        this.changed = changed;
        this.begun = scheduler.sinceBoot();
        synchronized (this) {
            this.next = scheduler.schedule("hostler-health", Duration.ZERO, this::ask);
        }
    }

    synchronized Opinion opinion() {
        return opinion;
    }

    private void ask() {
        boolean other = false;
        try {
            other = hear(question.trouble(check.timeout())
                    .map(this::opinionAfter)
                    .orElseGet(() -> opinion().answered()));
        } catch (AgentException nothingKnown) {
            LOG.debug("Health: {}", nothingKnown.getMessage());
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
        goOn();
        if (other) {
            changed.run();
        }
    }

    private Opinion opinionAfter(String why) {
        Opinion before = opinion();
        return isStarting() ? before : before.failed(why, check.failures());
    }

    /** Failures do not count yet. */
    private boolean isStarting() {
        return opinion().health() == Health.STARTING
                && scheduler.sinceBoot().minus(begun).compareTo(check.startPeriod()) < 0;
    }

    private synchronized boolean hear(Opinion now) {
        Health before = opinion.health();
        opinion = now;
        return !closed && before != now.health();
    }

    private synchronized void goOn() {
        if (!closed) {
            next = scheduler.schedule("hostler-health", pace(), this::ask);
        }
    }

    private Duration pace() {
        return isStarting() && check.interval().compareTo(EAGER) > 0 ? EAGER : check.interval();
    }

    @Override
    public synchronized void close() {
        closed = true;
        next.cancel();
    }
}
