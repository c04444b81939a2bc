package dev.hostler.engine.artifact;

import dev.hostler.api.job.Artifact;
import dev.hostler.api.job.JobKey;
import dev.hostler.api.spi.ArtifactStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Hands the files that match a pipeline's patterns to every artifact store. Thread-safe.
 *
 * <p>The workspace is hostile: no link is followed, at any level, also if the workspace changes meanwhile. A FIFO put in
 * a file's place at just the wrong moment could still hold up the collector, so collect when no step runs any more.
 */
public final class ArtifactCollector {
    private final ArtifactLimits limits;

    /** Creates a collector that keeps to these limits. */
    public ArtifactCollector(ArtifactLimits limits) {
        this.limits = limits;
    }

    /**
     * Stores the files of a job.
     *
     * @param patterns glob patterns; see {@link ArtifactPattern}
     * @param notices told, line by line, what was not stored and why
     * @return what was stored, in order of path; the same in all stores
     * @throws dev.hostler.api.error.AgentException if a store failed; the message names file and store
     */
    public List<Artifact> collect(
            JobKey job, List<String> patterns, Path workspace, List<ArtifactStore> stores, Consumer<String> notices) {
        if (patterns.isEmpty()) {
            return List.of();
        }
        List<ArtifactPattern> parsed =
                patterns.stream().map(ArtifactPattern::parse).toList();
        if (stores.isEmpty()) {
            notices.accept("artifacts: none is kept, since the agent has no artifact store");
            return List.of();
        }
        Delivery delivery = new Delivery(job, stores, limits);
        ArtifactWalk walk = new ArtifactWalk(parsed, delivery, limits);
        try {
            walk.run(workspace);
        } catch (IOException e) {
            notices.accept("artifacts: the workspace can't be read: " + e.getMessage());
        }
        walk.notices().forEach(notice -> notices.accept("artifacts: " + notice));
        return delivery.delivered();
    }
}
