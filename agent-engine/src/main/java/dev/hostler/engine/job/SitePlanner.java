package dev.hostler.engine.job;

import dev.hostler.api.job.JobSpec;
import dev.hostler.api.spi.SandboxSpec;
import dev.hostler.engine.sandbox.OutputBounds;
import dev.hostler.engine.sandbox.SandboxDirectories;
import dev.hostler.engine.warm.WarmKey;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;

/** Plans the place where a job runs: its id, its directories and what the executor is asked for. Thread-safe. */
public final class SitePlanner {
    /** How long a started sandbox may take until its supervisor answers; a loaded host needs about one second. */
    static final Duration READY_LIMIT = Duration.ofSeconds(30);

    private final String agentId;
    private final Path diskRoot;
    private final Path memoryRoot;
    private final OutputBounds output;
    private final SecureRandom random = new SecureRandom();

    /**
     * Creates a planner.
     *
     * @param agentId starts the id of every sandbox
     * @param diskRoot gets workspaces and output
     * @param memoryRoot gets what holds secrets; a directory in memory where the host has one
     * @param output how much each step may print
     */
    public SitePlanner(String agentId, Path diskRoot, Path memoryRoot, OutputBounds output) {
        this.agentId = agentId;
        this.diskRoot = diskRoot;
        this.memoryRoot = memoryRoot;
        this.output = output;
    }

    /** Plans a new site; nothing of it exists yet. */
    JobSite newSite() {
        byte[] unique = new byte[5];
        random.nextBytes(unique);
        String id = agentId + "-" + HexFormat.of().formatHex(unique);
        return site(id);
    }

    /** Returns the site of a sandbox, which may not exist yet. */
    JobSite site(String sandboxId) {
        return new JobSite(sandboxId, SandboxDirectories.of(sandboxId, diskRoot, memoryRoot), output);
    }

    /** Returns the ids of the sandboxes that have directories. */
    Set<String> existing() {
        Set<String> ids = new TreeSet<>(SandboxDirectories.existing(diskRoot, memoryRoot));
        ids.removeIf(id -> !id.startsWith(agentId + "-"));
        return ids;
    }

    /** Says what sandbox the plan needs. */
    SandboxSpec spec(JobSite site, JobPlan plan) {
        return new SandboxSpec(
                site.sandboxId(),
                site.directories(),
                SandboxDirectories.ENTRY,
                plan.image(),
                limits(plan),
                plan.network(),
                plan.pipeline().services());
    }

    /** Says what sandbox any job of this kind needs. */
    SandboxSpec spec(JobSite site, WarmKey key) {
        return new SandboxSpec(
                site.sandboxId(),
                site.directories(),
                SandboxDirectories.ENTRY,
                key.image(),
                key.limits(),
                key.network());
    }

    /** Returns the kind of sandbox that the plan needs. */
    static WarmKey key(JobSpec job, JobPlan plan) {
        return new WarmKey(job.isolation(), plan.image(), limits(plan), plan.network());
    }

    private static SandboxSpec.Limits limits(JobPlan plan) {
        return new SandboxSpec.Limits(
                plan.limits().cpus(), plan.limits().memoryBytes(), plan.limits().processes());
    }
}
