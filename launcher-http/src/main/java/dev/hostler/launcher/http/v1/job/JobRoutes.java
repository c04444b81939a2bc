package dev.hostler.launcher.http.v1.job;

import dev.hostler.api.Agent;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.job.Job;
import dev.hostler.api.job.JobHandle;
import dev.hostler.api.job.JobId;
import dev.hostler.api.job.JobKey;
import dev.hostler.api.job.JobSpec;
import dev.hostler.api.job.JobState;
import dev.hostler.launcher.http.server.Access;
import dev.hostler.launcher.http.server.Answer;
import dev.hostler.launcher.http.server.Call;
import dev.hostler.launcher.http.server.Calls;
import dev.hostler.launcher.http.server.Dialect;
import dev.hostler.launcher.http.server.Route;
import dev.hostler.launcher.http.v1.wire.Parameters;
import dev.hostler.launcher.http.waiting.JobEnds;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The routes of jobs. Thread-safe. */
public final class JobRoutes {
    private static final String ALL = "/v1/jobs";
    private static final String ONE = "/v1/jobs/{id}";

    private final Agent agent;
    private final Owner owner;
    private final Calls calls;
    private final Dialect dialect;
    private final JobWait wait;

    /**
     * Makes routes to the jobs of an owner.
     *
     * @param ends waits for the ends of jobs
     */
    public JobRoutes(Agent agent, Owner owner, Calls calls, Dialect dialect, JobEnds ends) {
        this.agent = agent;
        this.owner = owner;
        this.calls = calls;
        this.dialect = dialect;
        this.wait = new JobWait(ends);
    }

    /** Returns the routes. */
    public List<Route> routes() {
        return List.of(
                route("GET", ALL, this::list),
                route("POST", ALL, this::submit),
                new Route("GET", ONE, Access.KEY, dialect, calls.eventually(this::get)),
                route("DELETE", ONE, this::cancel),
                route("POST", ONE + "/cancel", this::cancel),
                route("GET", ONE + "/log", call -> JobLogAnswers.of(handle(call)::log, call)),
                route("GET", ONE + "/errors", call -> JobLogAnswers.of(handle(call)::errors, call)),
                route("GET", ONE + "/artifacts", this::artifacts),
                route("GET", ONE + "/artifacts/{path}", this::artifact));
    }

    private Route route(String method, String path, Calls.Patient patient) {
        return new Route(method, path, Access.KEY, dialect, calls.endpoint(patient));
    }

    private Answer list(Call call) {
        Parameters.of(call);
        List<Map<String, Object>> jobs = agent.jobs(owner).stream()
                .map(JobHandle::job)
                .map(JobJson::brief)
                .toList();
        return Answer.json(200, Map.of("jobs", jobs));
    }

    private Answer submit(Call call) {
        Parameters.of(call);
        JobSpec spec = JobCodec.read(call);
        boolean known = agent.job(new JobKey(owner, spec.id())).isPresent();
        Job job = agent.submit(owner, spec).job();
        return Answer.json(known ? 200 : 202, JobJson.of(job)).with("Location", ALL + "/" + spec.id());
    }

    private CompletionStage<Answer> get(Call call) {
        Duration limit = JobWait.limit(Parameters.of(call, JobWait.PARAMETER));
        JobHandle handle = handle(call);
        return limit.isZero()
                ? CompletableFuture.completedFuture(Answer.json(200, JobJson.of(handle.job())))
                : wait.until(handle, limit).thenApply(job -> Answer.json(200, JobJson.of(job)));
    }

    private Answer artifacts(Call call) {
        Parameters.of(call);
        return ArtifactAnswers.list(handle(call).job());
    }

    private Answer artifact(Call call) {
        Parameters.of(call);
        return ArtifactAnswers.one(handle(call), call.part("path"));
    }

    private Answer cancel(Call call) {
        Parameters.of(call);
        JobHandle handle = handle(call);
        handle.cancel();
        Job job = handle.job();
        return Answer.json(job.state() == JobState.FINISHED ? 200 : 202, JobJson.of(job));
    }

    private JobHandle handle(Call call) {
        JobKey key = new JobKey(owner, new JobId(call.part("id")));
        return agent.job(key)
                .orElseThrow(() -> Failure.cannot(
                                ErrorCode.NOT_FOUND,
                                "find job",
                                key.id().value(),
                                "there is none of this id",
                                "look at the list of jobs")
                        .toException());
    }
}
