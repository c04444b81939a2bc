package dev.hostler.engine.job;

import dev.hostler.api.spi.ArtifactStore;
import dev.hostler.api.spi.ProcessLauncher;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.api.spi.SecretResolver;
import dev.hostler.engine.admission.JobAdmission;
import dev.hostler.engine.artifact.ArtifactCollector;
import dev.hostler.engine.artifact.ArtifactFinder;
import dev.hostler.engine.cache.JobCaches;
import dev.hostler.engine.event.EventLog;
import dev.hostler.engine.fault.FaultListener;
import dev.hostler.engine.log.JobLogs;
import dev.hostler.engine.metric.Metrics;
import dev.hostler.engine.pipeline.PipelineReaders;
import dev.hostler.engine.state.StateStore;
import dev.hostler.engine.workspace.SourceFetcher;
import java.time.Duration;
import java.util.List;

/**
 * The rooms that a job passes through, in its order. Immutable.
 *
 * @param scheduler threads and clocks
 * @param admission the rules
 * @param store the durable state
 * @param logs the logs
 * @param errorLogs the logs of steps' standard error, of jobs that keep it apart
 * @param events whom to tell
 * @param metrics where numbers go
 * @param secrets where the values of secrets come from
 * @param processes the way to processes of the host
 * @param sites makes the directories of a job
 * @param sources puts the sources into the workspace
 * @param pipelines reads pipeline files
 * @param caches restores and keeps caches
 * @param placement opens sandboxes
 * @param artifacts collects what is handed over
 * @param artifactStores whom it is handed to
 * @param limits the agent's own settings for jobs
 * @param faults is told how far each job has come; for tests
 */
public record JobRooms(
        Scheduler scheduler,
        JobAdmission admission,
        StateStore store,
        JobLogs logs,
        JobLogs errorLogs,
        EventLog events,
        Metrics metrics,
        List<SecretResolver> secrets,
        ProcessLauncher processes,
        SitePlanner sites,
        SourceFetcher sources,
        PipelineReaders pipelines,
        JobCaches caches,
        Placement placement,
        ArtifactCollector artifacts,
        List<ArtifactStore> artifactStores,
        Limits limits,
        FaultListener faults) {
    /** Copies the lists. */
    public JobRooms {
        secrets = List.copyOf(secrets);
        artifactStores = List.copyOf(artifactStores);
    }

    /** Returns what finds the files again that jobs have handed over. */
    ArtifactFinder handedOver() {
        return new ArtifactFinder(artifactStores);
    }

    /**
     * The agent's settings for jobs. Immutable.
     *
     * @param slots how many run at one time
     * @param queue how many may wait
     * @param timeout how long one may run that does not say so itself
     * @param grace the time between TERM and KILL
     */
    public record Limits(int slots, int queue, Duration timeout, Duration grace) {}
}
