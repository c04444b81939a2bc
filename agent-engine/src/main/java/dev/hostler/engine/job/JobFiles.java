package dev.hostler.engine.job;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.job.Conclusion;
import dev.hostler.api.spi.SandboxSpec;
import dev.hostler.engine.cache.JobCaches;
import dev.hostler.engine.fault.FaultPoint;
import dev.hostler.engine.sandbox.Session;
import java.util.function.Consumer;

/** The files that one job gets from caches, and those of its files that are kept. Confined to the job's thread. */
final class JobFiles {
    private final JobRooms rooms;
    private final LiveJob job;
    private final JobPlan plan;
    private final JobSite place;
    private final SandboxSpec.Directories paths;
    private final Consumer<String> notes;
    private final JobReport report;

    JobFiles(JobRooms rooms, LiveJob job, JobPlan plan, JobSite place, Consumer<String> notes, JobReport report) {
        this.rooms = rooms;
        this.job = job;
        this.plan = plan;
        this.place = place;
        this.paths = place.directories();
        this.notes = notes;
        this.report = report;
    }

    void restoreCaches() {
        rooms.caches().restore(plan.pipeline(), scope(), paths.workspace(), paths.home(), notes);
    }

    /** Hands artifacts over if the steps ran through, and keeps caches if they succeeded. */
    Verdict keep(Verdict verdict) throws InterruptedException {
        boolean succeeded = verdict.conclusion() == Conclusion.SUCCEEDED;
        boolean hasArtifacts = !plan.pipeline().artifacts().isEmpty();
        boolean hasCaches = succeeded && !plan.pipeline().cachePaths().isEmpty();
        if (!verdict.stepsRanThrough() || (!hasArtifacts && !hasCaches)) {
            return verdict;
        }
        try {
            place.quieten();
            bringBack(hasArtifacts, hasCaches);
            handOver(hasCaches);
            rooms.faults().reached(FaultPoint.FILES_KEPT, job.key());
            return verdict;
        } catch (AgentException e) {
            notes.accept(e.failure().message());
            return succeeded ? Verdict.failed(e.failure()) : verdict;
        }
    }

    private void bringBack(boolean forArtifacts, boolean forCaches) throws InterruptedException {
        if (forArtifacts || (forCaches && plan.hasCachesIn(Session.Part.WORKSPACE))) {
            place.bringBack(Session.Part.WORKSPACE);
        }
        if (forCaches && plan.hasCachesIn(Session.Part.HOME)) {
            place.bringBack(Session.Part.HOME);
        }
    }

    private void handOver(boolean withCaches) {
        report.artifacts(rooms.artifacts()
                .collect(job.key(), plan.pipeline().artifacts(), paths.workspace(), rooms.artifactStores(), notes));
        if (withCaches) {
            rooms.caches().save(plan.pipeline(), scope(), paths.workspace(), paths.home(), notes);
        }
    }

    private String scope() {
        return job.key().owner() + " " + JobCaches.scopeOf(job.spec().source());
    }
}
