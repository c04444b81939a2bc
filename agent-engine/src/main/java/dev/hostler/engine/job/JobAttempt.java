package dev.hostler.engine.job;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.job.Conclusion;
import dev.hostler.api.job.GitSource;
import dev.hostler.api.job.JobSpec;
import dev.hostler.api.job.Pipeline;
import dev.hostler.api.job.PipelineSpec;
import dev.hostler.api.job.Source;
import dev.hostler.api.spi.Sandbox;
import dev.hostler.api.spi.SandboxSpec;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.engine.fault.FaultPoint;
import dev.hostler.engine.log.MaskedLog;
import dev.hostler.engine.log.SecretMasker;
import dev.hostler.engine.sandbox.Session;
import dev.hostler.engine.secret.Secrets;
import dev.hostler.engine.state.HandOver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One job from its sources to the verdict on its steps, and the things it holds meanwhile. Confined to its thread. */
final class JobAttempt {
    private static final Logger LOG = LoggerFactory.getLogger(JobAttempt.class);

    private final JobRooms rooms;
    private final LiveJob job;
    private final JobEvents events;
    private final JobReport report;
    private final JobTimer timer;
    private final OverdueNotice overdue;
    private MaskedLog log;
    private Optional<MaskedLog> errors = Optional.empty();
    private Map<String, String> secrets = Map.of();
    private Optional<JobSite> site = Optional.empty();
    /** Whether the sandbox is stored, so that it is found again. */
    private boolean handedOver;

    JobAttempt(JobRooms rooms, LiveJob job, JobEvents events) {
        this.rooms = rooms;
        this.job = job;
        this.events = events;
        this.report = new JobReport(job.key(), rooms.scheduler().now());
        this.overdue = new OverdueNotice(events);
        this.timer = new JobTimer(rooms.scheduler(), job, overdue);
        this.log = new MaskedLog(SecretMasker.NONE, job.log());
    }

    JobReport report() {
        return report;
    }

    Duration timeout() {
        return timer.timeout();
    }

    /** Does the job. */
    Verdict run() throws InterruptedException {
        return job.handOver().isPresent() ? takeUp(job.handOver().get()) : fromTheStart();
    }

    private Verdict fromTheStart() throws InterruptedException {
        if (job.stop().isCancelled()) {
            throw new InterruptedException("stopped before it began");
        }
        timer.arm(
                job.spec().timeout().orElse(rooms.limits().timeout()),
                job.spec().softTimeout());
        Optional<String> again = Reruns.firstLine(job);
        learnSecrets(0, 0);
        again.ifPresent(log::note);
        Optional<JobSite> sources = job.spec().source().isPresent() ? Optional.of(checkedOut()) : Optional.empty();
        JobPlan plan = plan(sources);
        timer.arm(plan.timeout(), plan.softTimeout());
        Optional<WarmSite> warm = rooms.warm().take(job, plan);
        JobSite place = warm.isPresent() ? settleIn(warm.get(), sources) : coldSite(sources);
        files(plan, place).restoreCaches();
        reached(FaultPoint.CACHES_RESTORED);
        Session session = open(plan, place, warm);
        try (WorkspaceWatch workspace = watch(plan, place)) {
            Verdict verdict = steps(plan, session, place, workspace).run();
            return dismissed(place, files(plan, place).keep(verdict));
        }
    }

    /** Makes a place for the sources, which is the job's whole place unless a sandbox stands ready. */
    private JobSite checkedOut() throws InterruptedException {
        JobSite place = newSite();
        checkOut(place);
        reached(FaultPoint.CHECKED_OUT);
        return place;
    }

    private JobSite newSite() throws InterruptedException {
        JobSite place = rooms.sites().newSite();
        site = Optional.of(place);
        place.create(rooms.processes());
        reached(FaultPoint.DIRECTORIES_MADE);
        overdue.noteIn(place.overdueMark());
        return place;
    }

    private JobSite coldSite(Optional<JobSite> sources) throws InterruptedException {
        if (sources.isPresent()) {
            return sources.get();
        }
        JobSite place = newSite();
        reached(FaultPoint.CHECKED_OUT);
        return place;
    }

    /** From here on the sandbox is the job's, to end it whatever comes. */
    private JobSite settleIn(WarmSite warm, Optional<JobSite> sources) {
        JobSite place = warm.site();
        site = Optional.of(place);
        overdue.noteIn(place.overdueMark());
        sources.ifPresent(checkedOut -> {
            try {
                place.takeWorkspaceOf(checkedOut);
            } finally {
                checkedOut.destroy();
            }
        });
        return place;
    }

    /** Goes on with a job that an earlier run of the agent has handed over to its sandbox. */
    private Verdict takeUp(HandOver handOver) throws InterruptedException {
        handedOver = true;
        report.startedEarlier(handOver.startedAt());
        report.checkedOut(handOver.commit());
        report.runsIn(handOver.sandbox().executor());
        JobSite place = rooms.sites().site(handOver.sandbox().sandbox());
        site = Optional.of(place);
        Session session = hold(place, rooms.placement().recover(handOver.sandbox()));
        if (!rooms.scheduler().bootId().equals(handOver.bootId())) {
            return Verdict.lost(job.key(), "the host was restarted while it ran");
        }
        timer.startedEarlier(rooms.scheduler().sinceBoot().minus(handOver.startedSinceBoot()));
        JobPlan plan =
                JobPlan.of(job.spec(), handOver.pipeline(), rooms.limits().timeout());
        overdue.noteIn(place.overdueMark());
        timer.arm(handOver.timeout(), plan.softTimeout());
        StepJournal.Progress progress = place.journal().read(plan.pipeline().steps());
        progress.open().ifPresent(this::cutLogs);
        learnSecrets(
                progress.open().map(step -> step.output().raw()).orElse(0L),
                progress.open().map(StepJournal.Open::rawErrors).orElse(0L));
        try (WorkspaceWatch workspace = watch(plan, place)) {
            Verdict verdict = steps(plan, session, place, workspace).resume(progress);
            return dismissed(place, files(plan, place).keep(verdict));
        }
    }

    /** What the open step has printed is written again from there. */
    private void cutLogs(StepJournal.Open step) {
        job.log().cutTo(step.output().masked());
        job.logs().errors().ifPresent(file -> step.errors().ifPresent(reached -> file.cutTo(reached.masked())));
    }

    /** Writes the last line and makes the log durable. A job whose log is not whole has not succeeded. */
    Verdict closeLog(Verdict verdict) {
        timer.disarm();
        try {
            flushStep();
            overdue.tell(log);
            verdict.failure().ifPresent(failure -> log.note(failure.message()));
            job.logs().sync();
            reached(FaultPoint.LOG_SYNCED);
            return verdict;
        } catch (AgentException e) {
            LOG.warn("The log of job {} is not whole: {}", job.key(), e.getMessage());
            return verdict.conclusion() == Conclusion.SUCCEEDED ? Verdict.failed(e.failure()) : verdict;
        }
    }

    /** Makes the log durable up to here, for a job that is run again and goes on with it; says whether that went well. */
    boolean suspendLog() {
        timer.disarm();
        try {
            flushStep();
            job.logs().sync();
            return true;
        } catch (AgentException e) {
            LOG.warn("Job {} is not run again, since its log is not whole: {}", job.key(), e.getMessage());
            return false;
        }
    }

    private void flushStep() {
        log.flushStep();
        errors.ifPresent(MaskedLog::flushStep);
    }

    /** Ends what may be left of a sandbox that was lost. */
    void endSandbox() {
        site.ifPresent(JobSite::endSandbox);
    }

    /** Ends the sandbox and removes every directory. What can't be removed now goes at the next start. */
    void cleanUp() {
        site.ifPresent(place -> place.destroy(this::reached));
    }

    /** Leaves the job where it is: a sandbox that was handed over goes on, anything before that is removed. */
    void letGo() {
        timer.disarm();
        if (handedOver) {
            site.ifPresent(JobSite::letGo);
        } else {
            cleanUp();
        }
        job.logs().letGo();
    }

    /** Opens the logs for output, of which so much is in them already. */
    private void learnSecrets(long raw, long rawErrors) {
        Set<String> names = new TreeSet<>(job.spec().secrets());
        job.spec().source().flatMap(JobAttempt::tokenName).ifPresent(names::add);
        secrets = Secrets.resolve(names, rooms.secrets()).values();
        SecretMasker masker = SecretMasker.of(secrets);
        log = new MaskedLog(masker, job.log(), raw);
        errors = job.logs().errors().map(file -> new MaskedLog(masker, file, rawErrors));
        job.warnings().forEach(log::note);
    }

    private void checkOut(JobSite place) throws InterruptedException {
        Optional<Source> source = job.spec().source();
        if (source.isPresent()) {
            Path workspace = place.directories().workspace();
            report.checkedOut(rooms.sources()
                    .fetch(source.get(), workspace, tokenName(source.get()).map(secrets::get), log::note, job.stop())
                    .commit());
        }
    }

    private static Optional<String> tokenName(Source source) {
        return source instanceof GitSource git ? git.tokenSecret() : Optional.empty();
    }

    private JobPlan plan(Optional<JobSite> sources) {
        JobSpec spec = job.spec();
        PipelineSpec pipeline = pipeline(spec.pipeline(), sources);
        rooms.admission().requireAllowed(job.key().owner(), spec, pipeline);
        return JobPlan.of(spec, pipeline, rooms.limits().timeout());
    }

    private PipelineSpec pipeline(Pipeline pipeline, Optional<JobSite> sources) {
        if (pipeline instanceof Pipeline.Inline inline) {
            return inline.spec();
        }
        Pipeline.Document document = pipeline instanceof Pipeline.FromRepository file
                ? rooms.pipelines().find(sources.orElseThrow().directories().workspace(), file.path())
                : (Pipeline.Document) pipeline;
        return rooms.pipelines().read(document, log::note);
    }

    private Session open(JobPlan plan, JobSite place, Optional<WarmSite> warm) throws InterruptedException {
        Sandbox sandbox = warm.isPresent() ? enter(plan, warm.get()) : opened(plan, place);
        reached(FaultPoint.SANDBOX_OPENED);
        Session session = warm.isPresent() ? place.passOn(this::reached) : hold(place, sandbox);
        report.runsIn(sandbox.handle().executor());
        if (warm.isEmpty()) {
            // While its supervisor starts.
            session.prepare();
        }
        session.awaitReady(SitePlanner.READY_LIMIT);
        session.bringIn(job.stop());
        reached(FaultPoint.SANDBOX_READY);
        handOver(plan, place, sandbox);
        return session;
    }

    private Sandbox opened(JobPlan plan, JobSite place) throws InterruptedException {
        SandboxSpec spec = rooms.sites().spec(place, plan);
        return rooms.placement().open(job.spec().isolation(), spec, new JobNotices(log, events), job.stop());
    }

    private Sandbox enter(JobPlan plan, WarmSite warm) throws InterruptedException {
        boolean filled =
                job.spec().source().isPresent() || !plan.pipeline().cachePaths().isEmpty();
        return warm.enter(filled, new JobNotices(log, events));
    }

    private Session hold(JobSite place, Sandbox sandbox) {
        return place.hold(sandbox, rooms.scheduler(), this::reached);
    }

    private void handOver(JobPlan plan, JobSite place, Sandbox sandbox) {
        Scheduler scheduler = rooms.scheduler();
        rooms.store()
                .handOver(
                        job.key(),
                        new HandOver(
                                plan.pipeline(),
                                sandbox.handle(),
                                place.directories(),
                                report.startedAt(),
                                scheduler.sinceBoot(),
                                scheduler.bootId(),
                                plan.timeout(),
                                report.commit(),
                                plan.network()));
        handedOver = true;
    }

    private JobFiles files(JobPlan plan, JobSite place) {
        return new JobFiles(rooms, job, plan, place, log::note, report);
    }

    private WorkspaceWatch watch(JobPlan plan, JobSite place) {
        return WorkspaceWatch.start(rooms, place.directories(), plan.limits().workspaceBytes());
    }

    private StepSequence steps(JobPlan plan, Session session, JobSite place, WorkspaceWatch workspace) {
        Telling telling = new Telling(log, errors, report, events, overdue);
        return new StepSequence(rooms, job, plan, secrets, session, place.journal(), telling, workspace);
    }

    /**
     * The end of a sandbox takes its host a while, and can go on while the result is stored. An agent that dies in between
     * leaves a job all of whose steps are known to have ended: the next one needs no sandbox for the rest.
     */
    private static Verdict dismissed(JobSite place, Verdict verdict) throws InterruptedException {
        if (verdict.stepsRanThrough()) {
            place.dismiss();
        }
        return verdict;
    }

    private void reached(FaultPoint point) {
        rooms.faults().reached(point, job.key());
    }
}
