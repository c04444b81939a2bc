package dev.hostler.engine.job;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.job.JobSpec;
import dev.hostler.api.spi.AttachedSandbox;
import dev.hostler.api.spi.CancellationToken;
import dev.hostler.api.spi.ProcessLauncher;
import dev.hostler.api.spi.Sandbox;
import dev.hostler.api.spi.SandboxSpec;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.engine.metric.Metrics;
import dev.hostler.engine.sandbox.Session;
import dev.hostler.engine.warm.WarmKey;
import dev.hostler.engine.warm.WarmPool;
import dev.hostler.engine.warm.WarmSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sites whose sandboxes stand ready before their jobs come. Thread-safe. */
public final class WarmSites implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WarmSites.class);

    private final SitePlanner sites;
    private final Placement placement;
    private final Scheduler scheduler;
    private final ProcessLauncher processes;
    private final WarmPool<WarmSite> pool;

    /**
     * Creates them; nothing stands until jobs have come.
     *
     * @param memoryIsScarce whether the host has hardly any memory left
     */
    public WarmSites(
            WarmSettings settings,
            SitePlanner sites,
            Placement placement,
            Scheduler scheduler,
            ProcessLauncher processes,
            Metrics metrics,
            BooleanSupplier memoryIsScarce) {
        this.sites = sites;
        this.placement = placement;
        this.scheduler = scheduler;
        this.processes = processes;
        this.pool = new WarmPool<>(settings, scheduler, this::open, metrics, memoryIsScarce);
    }

    /** Takes one for a job, which is the job's alone from then on; empty: the job opens a sandbox of its own. */
    Optional<WarmSite> take(LiveJob job, JobPlan plan) throws InterruptedException {
        Optional<String> obstacle = obstacle(job.spec(), plan);
        if (obstacle.isPresent()) {
            pool.passedBy(obstacle.get());
            return Optional.empty();
        }
        Optional<WarmSite> found = pool.take(SitePlanner.key(job.spec(), plan));
        return found.filter(site -> claimed(site, job));
    }

    private static Optional<String> obstacle(JobSpec job, JobPlan plan) {
        if (job.freshSandbox()) {
            return Optional.of("unwanted");
        }
        return plan.pipeline().services().isEmpty() ? Optional.empty() : Optional.of("services");
    }

    /** One that is another job's is left alone: it is that job's to end. */
    private static boolean claimed(WarmSite site, LiveJob job) {
        try {
            site.claim(job.key());
            return true;
        } catch (AgentException e) {
            LOG.error("Job {} gets a sandbox of its own: {}", job.key(), e.getMessage());
            if (e.code() != ErrorCode.INTERNAL) {
                site.destroy();
            }
            return false;
        }
    }

    private Optional<WarmSite> open(WarmKey key) throws InterruptedException {
        JobSite site = sites.newSite();
        SandboxSpec spec = sites.spec(site, key);
        Optional<String> likeness = placement.likeness(key.isolation(), spec);
        if (likeness.isEmpty()) {
            return Optional.empty();
        }
        boolean stands = false;
        try {
            Optional<WarmSite> made = open(key, site, spec, likeness.get());
            stands = made.isPresent();
            return made;
        } finally {
            if (!stands) {
                site.destroy();
            }
        }
    }

    private Optional<WarmSite> open(WarmKey key, JobSite site, SandboxSpec spec, String likeness)
            throws InterruptedException {
        List<String> lines = new ArrayList<>();
        site.create(processes);
        Sandbox sandbox = placement.open(key.isolation(), spec, lines::add, CancellationToken.NONE);
        Session session = site.hold(sandbox, scheduler, point -> {});
        if (sandbox instanceof AttachedSandbox) {
            return Optional.empty();
        }
        session.prepare();
        session.awaitReady(SitePlanner.READY_LIMIT);
        WarmSite made = new WarmSite(site, sandbox, lines, likeness, () -> placement.likeness(key.isolation(), spec));
        return made.answers() && made.isSound() ? Optional.of(made) : Optional.empty();
    }

    /** Ends all that stand and belong to no job. */
    @Override
    public void close() throws InterruptedException {
        pool.close();
    }
}
