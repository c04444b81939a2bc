package dev.hostler.engine.job;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.job.JobHandle;
import dev.hostler.api.job.JobKey;
import dev.hostler.api.job.JobSpec;
import dev.hostler.api.job.JobState;
import dev.hostler.engine.admission.Admitted;
import dev.hostler.engine.state.JobRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All jobs of the agent: takes them in, finds them, and lets go of them. Thread-safe. */
public final class Jobs {
    private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);

    /** How long the threads of running jobs get to let go when the agent closes. */
    private static final Duration LET_GO = Duration.ofSeconds(10);

    private final JobRooms rooms;
    private final JobDispatcher dispatcher;
    private final StraySites strays;

    /** Every job without a result; the future is open while the job is being accepted. */
    private final Map<JobKey, CompletableFuture<LiveJob>> live = new ConcurrentHashMap<>();

    private volatile boolean accepting = true;
    private volatile boolean detached;

    /** Creates an agent without jobs; {@link #recover} brings those of an earlier run. */
    public Jobs(JobRooms rooms) {
        this.rooms = rooms;
        this.dispatcher = new JobDispatcher(rooms.scheduler(), rooms.limits(), rooms.faults(), this::carryOut);
        this.strays = new StraySites(rooms.sites(), rooms.placement(), rooms.scheduler());
    }

    /** Takes up what an earlier run of the agent has left. Called once, before anything is submitted. */
    public void recover() {
        List<JobRecord> unfinished = rooms.store().unfinished();
        strays.remove(sandboxesOf(unfinished));
        for (JobRecord record : unfinished) {
            LiveJob job = new LiveJob(
                    record, LiveLogs.resume(rooms, record.key(), record.spec().errorsApart()));
            live.put(record.key(), CompletableFuture.completedFuture(job));
            if (record.handOver().isPresent()) {
                dispatcher.resume(job);
            } else {
                enqueue(job);
            }
        }
    }

    private void enqueue(LiveJob job) {
        dispatcher.enqueue(job);
        job.stop().onCancel(() -> dispatcher.expedite(job));
    }

    private static Set<String> sandboxesOf(List<JobRecord> jobs) {
        return jobs.stream()
                .flatMap(job -> job.handOver().stream())
                .map(handOver -> handOver.sandbox().sandbox())
                .collect(Collectors.toSet());
    }

    /** Accepts a job; see {@code Agent.submit}. */
    public JobHandle submit(Owner owner, JobSpec spec) {
        requireAccepting(spec);
        Admitted admitted = rooms.admission().admit(owner, spec);
        JobKey key = new JobKey(owner, spec.id());
        CompletableFuture<LiveJob> mine = new CompletableFuture<>();
        CompletableFuture<LiveJob> first = live.putIfAbsent(key, mine);
        if (first == null) {
            return accept(key, admitted, mine);
        }
        Optional<LiveJob> accepted =
                first.handle((job, refusal) -> Optional.ofNullable(job)).join();
        return accepted.isPresent() ? same(accepted.get(), admitted.spec()) : submit(owner, spec);
    }

    /** Returns a handle on a job. */
    public Optional<JobHandle> find(JobKey key) {
        return liveJob(key).map(this::handle).or(() -> rooms.store().job(key).map(this::handle));
    }

    /** Returns handles on all jobs of an owner, oldest first. */
    public List<JobHandle> list(Owner owner) {
        return rooms.store().jobs(owner).stream().map(this::handle).toList();
    }

    /** Returns how many jobs hold a slot. */
    public int running() {
        return dispatcher.running();
    }

    /** Returns how many jobs wait for a slot. */
    public int waiting() {
        return dispatcher.waiting();
    }

    /** Returns whether new jobs are taken. */
    public boolean accepting() {
        return accepting;
    }

    /** Takes no new jobs from now on. */
    public void drain() {
        accepting = false;
    }

    /** Cancels every job that has no result yet, and waits until all have one. */
    public void cancelAll() {
        List<LiveJob> jobs = liveJobs();
        jobs.forEach(this::cancelAnyhow);
        jobs.forEach(LiveJob::awaitEnd);
    }

    private void cancelAnyhow(LiveJob job) {
        try {
            cancel(job);
        } catch (AgentException unstored) {
            LOG.warn("Job {} ends, but the next agent would not know that: {}", job.key(), unstored.getMessage());
        }
    }

    /** The wish is durable before anybody acts on it, so that the next agent fulfils it if this one dies. */
    private void cancel(LiveJob job) {
        if (job.stop().isCancelled() || job.result().isDone()) {
            return;
        }
        try {
            rooms.store().askCancel(job.key());
        } finally {
            job.stop().request(JobStop.Reason.CANCELLED);
        }
    }

    /** Lets go of every job: what runs goes on in its sandbox, what waits stays stored. */
    public void detach() throws InterruptedException {
        detached = true;
        strays.close();
        try {
            if (!JobDispatcher.join(dispatcher.stop(), LET_GO)) {
                LOG.warn("Some jobs could not be let go of in {} s", LET_GO.toSeconds());
            }
        } finally {
            liveJobs().forEach(LiveJob::abandon);
        }
    }

    /** Accepts a job whose key nobody else can take meanwhile. */
    private JobHandle accept(JobKey key, Admitted admitted, CompletableFuture<LiveJob> mine) {
        try {
            Optional<JobRecord> known = rooms.store().job(key);
            if (known.isPresent()) {
                return sameSpec(key, known.get().spec(), admitted.spec(), stored(known.get()));
            }
            LiveJob job = queue(key, admitted, mine);
            if (detached) {
                job.abandon();
            }
            return handle(job);
        } finally {
            if (!mine.isDone()) {
                live.remove(key, mine);
                mine.cancel(false);
            }
        }
    }

    private LiveJob queue(JobKey key, Admitted admitted, CompletableFuture<LiveJob> mine) {
        dispatcher.reserve(key);
        try {
            LiveJob job = store(key, admitted);
            mine.complete(job);
            new JobEvents(rooms.events(), key).queued();
            enqueue(job);
            return job;
        } finally {
            dispatcher.release();
        }
    }

    private LiveJob store(JobKey key, Admitted admitted) {
        Instant now = rooms.scheduler().now();
        LiveLogs logs = LiveLogs.create(rooms, key, admitted.spec().errorsApart());
        try {
            rooms.store().queue(key, admitted.spec(), now);
        } catch (RuntimeException refused) {
            logs.delete(rooms, key);
            throw refused;
        }
        return new LiveJob(key, admitted.spec(), now, admitted.warnings(), logs);
    }

    private void carryOut(LiveJob job) {
        new JobRunner(rooms, job).run();
        if (job.snapshot().state() == JobState.FINISHED) {
            live.remove(job.key());
        } else if (job.waitsAgain()) {
            // It may have been taken up in its sandbox, and never have waited under this agent.
            job.stop().onCancel(() -> dispatcher.expedite(job));
        }
    }

    private JobHandle handle(LiveJob job) {
        return new LiveJobHandle(job, this::cancel, rooms.handedOver());
    }

    private JobHandle handle(JobRecord record) {
        Optional<LiveJob> job = liveJob(record.key());
        if (job.isPresent()) {
            return handle(job.get());
        }
        JobRecord latest = record.result().isPresent()
                ? record
                : rooms.store().job(record.key()).orElse(record);
        return stored(latest);
    }

    private JobHandle stored(JobRecord record) {
        return new StoredJobHandle(record, rooms.logs(), rooms.errorLogs(), rooms.handedOver());
    }

    /** A job that is being accepted right now is waited for; that takes one commit. */
    private Optional<LiveJob> liveJob(JobKey key) {
        CompletableFuture<LiveJob> job = live.get(key);
        return job == null
                ? Optional.empty()
                : job.handle((accepted, refused) -> Optional.ofNullable(accepted))
                        .join();
    }

    private List<LiveJob> liveJobs() {
        return live.keySet().stream().flatMap(key -> liveJob(key).stream()).toList();
    }

    private JobHandle same(LiveJob known, JobSpec wanted) {
        return sameSpec(known.key(), known.spec(), wanted, handle(known));
    }

    private static JobHandle sameSpec(JobKey key, JobSpec known, JobSpec wanted, JobHandle handle) {
        if (known.equals(wanted)) {
            return handle;
        }
        throw Failure.cannot(
                        ErrorCode.CONFLICT,
                        "accept job",
                        key.id().value(),
                        "this id was used for another job",
                        "choose a new id")
                .toException();
    }

    private void requireAccepting(JobSpec spec) {
        if (!accepting) {
            throw Failure.cannot(
                            ErrorCode.NOT_ACCEPTING,
                            "accept job",
                            spec.id().value(),
                            "the agent takes no new work",
                            "submit it to another agent, or after a restart")
                    .toException();
        }
    }
}
