package dev.hostler.launcher.http.gryt;

import dev.hostler.api.Agent;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.job.Job;
import dev.hostler.api.job.JobHandle;
import dev.hostler.api.job.JobId;
import dev.hostler.api.job.JobKey;
import dev.hostler.api.job.JobState;
import dev.hostler.launcher.http.callback.Callback;
import dev.hostler.launcher.http.callback.Callbacks;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Brings jobs to the agent, each under an id of its own. A request that comes again is the same job while that runs and for
 * ten minutes after its end; later, or with another content, it is a new one. Thread-safe.
 *
 * <p>Implementation note: the agent alone says whether two jobs are the same, by refusing an id that was used for another;
 * so two requests at the same time can't come apart.
 */
final class GrytJobs {
    /** How long a stored result is the answer to the same request. */
    private static final Duration KEPT = Duration.ofMinutes(10);

    private final Agent agent;
    private final Owner owner;
    private final GrytSpecs specs;
    private final Callbacks callbacks;
    private final Clock clock;

    GrytJobs(Agent agent, Owner owner, GrytSpecs specs, Callbacks callbacks, Clock clock) {
        this.agent = agent;
        this.owner = owner;
        this.specs = specs;
        this.callbacks = callbacks;
        this.clock = clock;
    }

    /** How a request stands to the job that answers it. */
    enum Standing {
        /** The job was begun for it. */
        NEW,
        /** The job ran already. */
        ATTACHED,
        /** The job had ended already. */
        STORED
    }

    /**
     * The job that answers a request. Immutable.
     *
     * @param job a hold on it
     * @param standing how the request stands to it
     */
    record Taken(JobHandle job, Standing standing) {}

    /** Takes a request in; throws {@code AgentException} as {@link Agent#submit} does. */
    Taken take(GrytRequest request) {
        for (int turn = Math.max(1, turns(request.jobId())); ; turn++) {
            Optional<Taken> taken = take(request, GrytIds.of(request.jobId(), turn));
            if (taken.isPresent()) {
                return taken.get();
            }
        }
    }

    /** Returns how many jobs of this number there are. */
    private int turns(long jobId) {
        int turns = 0;
        while (find(GrytIds.of(jobId, turns + 1)).isPresent()) {
            turns++;
        }
        return turns;
    }

    private Optional<JobHandle> find(JobId id) {
        return agent.job(new JobKey(owner, id));
    }

    /** Empty if the id is another job's, or an old one's. */
    private Optional<Taken> take(GrytRequest request, JobId id) {
        Standing standing = find(id).map(JobHandle::job).map(this::standing).orElse(Standing.NEW);
        Optional<Callback> callback = standing == Standing.STORED
                ? Optional.empty()
                : request.callback().map(url -> new Callback(id, url));
        callback.ifPresent(callbacks::promise);
        try {
            JobHandle job = agent.submit(owner, specs.spec(id.value(), request));
            callback.ifPresent(owed -> callbacks.start(owed, job));
            return isOld(job.job()) ? Optional.empty() : Optional.of(new Taken(job, standing));
        } catch (AgentException refused) {
            callback.ifPresent(callbacks::withdraw);
            if (refused.code() == ErrorCode.CONFLICT) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    private Standing standing(Job job) {
        return job.state() == JobState.FINISHED ? Standing.STORED : Standing.ATTACHED;
    }

    private boolean isOld(Job job) {
        return job.result()
                .map(result -> result.finishedAt().plus(KEPT).isBefore(clock.instant()))
                .orElse(false);
    }

    /** @throws AgentException if a job that brings a token can't be served here */
    static void requireKey(GrytRequest request, Optional<Fernet> key) {
        if (request.token().isEmpty()) {
            return;
        }
        Fernet fernet = key.orElseThrow(() -> Failure.cannot(
                        ErrorCode.RUNTIME_UNAVAILABLE,
                        "accept job",
                        String.valueOf(request.jobId()),
                        "it brings a token, and this agent has no key to decrypt it",
                        "set GRYT_ENCRYPTION_KEY to the main API's key and start the agent again")
                .toException());
        if (fernet.decrypt(request.token().get()).isEmpty()) {
            throw Failure.cannot(
                            ErrorCode.INVALID_INPUT,
                            "accept field",
                            "github_token_encrypted",
                            "it was not made with this agent's GRYT_ENCRYPTION_KEY, or was changed",
                            "give main API and agent the same key")
                    .toException();
        }
    }
}
