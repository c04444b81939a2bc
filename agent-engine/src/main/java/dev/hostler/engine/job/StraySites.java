package dev.hostler.engine.job;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.engine.retry.GrowingPause;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what an agent has left that died while it made or removed the site of a job: directories that no stored job
 * knows, and the sandboxes that belong to them. Nothing else is touched. Where an executor does not answer, an empty
 * directory stays as a reminder, and it is asked again: after a minute, and then after twice the time before, up to an
 * hour. Thread-safe.
 */
final class StraySites implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StraySites.class);
    private static final GrowingPause PAUSE = new GrowingPause(Duration.ofMinutes(1), Duration.ofHours(1));

    private final SitePlanner sites;
    private final Placement placement;
    private final Scheduler scheduler;
    private Optional<Scheduler.Task> next = Optional.empty();
    private boolean closed;

    StraySites(SitePlanner sites, Placement placement, Scheduler scheduler) {
        this.sites = sites;
        this.placement = placement;
        this.scheduler = scheduler;
    }

    /** Removes all strays; called once, before the agent makes a site. What can't be removed now is tried again. */
    void remove(Set<String> knownSandboxes) {
        Set<String> strays = new TreeSet<>(sites.existing());
        strays.removeAll(knownSandboxes);
        if (!strays.isEmpty()) {
            LOG.info("Removing what an earlier run has left of sandboxes {}", strays);
            remove(strays, 1);
        }
    }

    private void remove(Set<String> strays, int attempt) {
        Set<String> left = new TreeSet<>(strays);
        try {
            Set<String> gone = placement.destroyAll(strays);
            for (String id : strays) {
                if (gone.contains(id)) {
                    sites.site(id).destroy();
                    left.remove(id);
                } else {
                    sites.site(id).empty();
                }
            }
        } catch (AgentException e) {
            LOG.warn("Leftovers of sandboxes can't be removed now: {}", e.getMessage());
        }
        if (!left.isEmpty()) {
            comeBack(left, attempt);
        }
    }

    private synchronized void comeBack(Set<String> strays, int attempt) {
        if (!closed) {
            Duration pause = PAUSE.after(attempt);
            LOG.info("What may be left of sandboxes {} is looked for again in {} s", strays, pause.toSeconds());
            next = Optional.of(scheduler.schedule("stray-sites", pause, () -> remove(strays, attempt + 1)));
        }
    }

    /** Looks no more; what is left is left for the next start. Idempotent. */
    @Override
    public synchronized void close() {
        closed = true;
        next.ifPresent(Scheduler.Task::cancel);
    }
}
