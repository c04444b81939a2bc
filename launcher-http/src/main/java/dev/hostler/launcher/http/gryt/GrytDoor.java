package dev.hostler.launcher.http.gryt;

import dev.hostler.api.Agent;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.job.JobHandle;
import dev.hostler.launcher.http.callback.Callbacks;
import dev.hostler.launcher.http.server.Access;
import dev.hostler.launcher.http.server.Answer;
import dev.hostler.launcher.http.server.Call;
import dev.hostler.launcher.http.server.Dialect;
import dev.hostler.launcher.http.server.Route;
import dev.hostler.launcher.http.waiting.JobEnds;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The routes of Gryt CI. Thread-safe. */
public final class GrytDoor implements AutoCloseable {
    /** Tells a caller whose request was not the first of its kind what answered it. */
    private static final String REPEATED = "X-Hostler-Repeated";

    private final GrytHealth health;
    private final GrytJobs jobs;
    private final JobEnds ends = new JobEnds();
    private final Callbacks callbacks;
    private final Optional<Fernet> key;
    private final Dialect dialect = new GrytDialect();

    /**
     * Makes the routes and goes on with the callbacks that an earlier run owed.
     *
     * @param settings what the environment says
     * @param state where the door keeps its own state
     */
    public GrytDoor(Agent agent, Owner owner, GrytSettings settings, Path state, Clock clock) {
        this.health = new GrytHealth(agent, settings.version());
        this.key = settings.key();
        this.callbacks = new Callbacks(agent, owner, state.resolve("callbacks"), GrytDoor::resultOf);
        this.jobs = new GrytJobs(agent, owner, new GrytSpecs(settings.image()), callbacks, clock);
        callbacks.takeUp();
    }

    /** Returns the routes. */
    public List<Route> routes() {
        return List.of(
                new Route("GET", "/", Access.OPEN, dialect, call -> health.service()),
                new Route("GET", "/health", Access.OPEN, dialect, call -> health.health()),
                new Route("POST", "/jobs/execute", Access.KEY, dialect, this::execute));
    }

    private CompletionStage<Answer> execute(Call call) {
        GrytRequest request;
        try {
            request = GrytRequests.read(call.body());
        } catch (GrytRefusal refusal) {
            return CompletableFuture.completedFuture(GrytDialect.misfit(refusal.details()));
        }
        GrytJobs.requireKey(request, key);
        GrytJobs.Taken taken = jobs.take(request);
        return ends.of(taken.job())
                .thenApply(result -> Answer.of(200, "application/json", GrytResult.json(taken.job(), result)))
                .thenApply(answer -> marked(answer, taken.standing()));
    }

    private static Answer marked(Answer answer, GrytJobs.Standing standing) {
        return standing == GrytJobs.Standing.NEW
                ? answer
                : answer.with(REPEATED, standing.name().toLowerCase(Locale.ROOT));
    }

    private static byte[] resultOf(JobHandle job) {
        return GrytResult.json(job, job.job().result().orElseThrow());
    }

    /** Lets go of everybody who waits; their jobs go on. Idempotent. */
    @Override
    public void close() {
        ends.close();
        callbacks.close();
    }
}
