package dev.hostler.api;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.event.EventStream;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.job.JobHandle;
import dev.hostler.api.job.JobKey;
import dev.hostler.api.job.JobSpec;
import dev.hostler.api.meta.Experimental;
import dev.hostler.api.node.AgentHealth;
import dev.hostler.api.node.Finding;
import dev.hostler.api.node.Leftover;
import dev.hostler.api.node.NodeInfo;
import dev.hostler.api.workload.ActionQuery;
import dev.hostler.api.workload.ApplyResult;
import dev.hostler.api.workload.ApplyWorkload;
import dev.hostler.api.workload.Workload;
import dev.hostler.api.workload.WorkloadAction;
import dev.hostler.api.workload.WorkloadHandle;
import dev.hostler.api.workload.WorkloadKey;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** An agent: takes care of this host's work. Thread-safe. */
@Experimental
public interface Agent extends AutoCloseable {
    /**
     * Starts an agent on a data directory. Returns when the work of an earlier run on the same directory is taken up.
     *
     * @throws dev.hostler.api.error.AgentException with {@code STATE_UNAVAILABLE} if the directory can't be used, for
     *     example because another agent uses it; {@code INVALID_INPUT} if the configuration is wrong; {@code INTERNAL}
     *     if no engine is on the class or module path
     */
    static Agent start(AgentConfig config) {
        return provider(config, "start agent").start(config);
    }

    /**
     * Examines the host for an agent with this configuration, and starts none: the data directory and its key, the disk,
     * executors, runtimes, programs, and the policy. Changes nothing; may be called while such an agent runs. Takes at most
     * ten seconds, whatever the host does: what does not answer is a finding too.
     *
     * @throws dev.hostler.api.error.AgentException with {@code INTERNAL} if no engine is on the class or module path
     */
    static List<Finding> examine(AgentConfig config) {
        return provider(config, "examine host for agent").examine(config);
    }

    /**
     * Does ahead what the first job in a process makes its JVM load and find out. For a program that starts an agent for one
     * job and has something else to do before that: call it on another thread meanwhile. Changes nothing outside the process,
     * starts no thread, logs nothing, may be called at any time and again. Does nothing if no engine is on the class or
     * module path.
     */
    static void prepare() {
        ServiceLoader.load(AgentProvider.class, Agent.class.getClassLoader())
                .findFirst()
                .ifPresent(AgentProvider::prepare);
    }

    private static AgentProvider provider(AgentConfig config, String attempt) {
        ClassLoader loader = config.classLoader().orElse(Agent.class.getClassLoader());
        return ServiceLoader.load(AgentProvider.class, loader)
                .findFirst()
                .orElseThrow(() -> Failure.cannot(
                                ErrorCode.INTERNAL,
                                attempt,
                                config.dataDirectory().toString(),
                                "no engine was found",
                                "add the artifact dev.hostler:agent-engine at runtime scope")
                        .toException());
    }

    /**
     * Accepts a job. Returns when the job is durably queued; from then on it runs to its one result, whatever happens to
     * the agent.
     *
     * <p>The same owner, id and job again returns a handle on the job that is there.
     *
     * @param owner who brings the job
     * @param job what to do
     * @throws dev.hostler.api.error.AgentException with {@code INVALID_INPUT} if the job or its pipeline text is wrong,
     *     {@code CONFLICT} if the id was used for another job, {@code NO_CAPACITY} if the queue is full, {@code
     *     NOT_ACCEPTING} if the agent drains or closes. Nothing is stored then
     */
    JobHandle submit(Owner owner, JobSpec job);

    /** Accepts a job of the embedding application; see {@link #submit(Owner, JobSpec)}. */
    default JobHandle submit(JobSpec job) {
        return submit(Owner.EMBEDDER, job);
    }

    /** Returns a handle on a job, running or finished; empty if there is none. */
    Optional<JobHandle> job(JobKey key);

    /** Returns handles on all jobs of an owner that the agent still knows, oldest first. */
    List<JobHandle> jobs(Owner owner);

    /**
     * Accepts a wish for a workload. Returns when the wish is durable; from then on it is kept true, whatever happens to the
     * agent, until it is changed or deleted.
     *
     * <p>Exactly what is wanted already is skipped: same id, revision, state and spec. Another state alone starts or stops
     * what is there.
     *
     * @param owner who brings the wish
     * @throws dev.hostler.api.error.AgentException with {@code INVALID_INPUT} if the wish is wrong, {@code POLICY_DENIED} if
     *     it asks for more than it may, {@code CONFLICT} if the revision was used for another spec, {@code
     *     RUNTIME_UNAVAILABLE} if this host has no runtime for it, {@code NO_CAPACITY} if the disk is nearly full, {@code
     *     NOT_ACCEPTING} if the agent drains or closes. Nothing is stored then
     */
    ApplyResult apply(Owner owner, ApplyWorkload wish);

    /** Accepts a wish of the embedding application; see {@link #apply(Owner, ApplyWorkload)}. */
    default ApplyResult apply(ApplyWorkload wish) {
        return apply(Owner.EMBEDDER, wish);
    }

    /** Returns a hold on a workload; empty if there is none. */
    Optional<WorkloadHandle> workload(WorkloadKey key);

    /** Returns all workloads of an owner as they are now, in the order of their ids. Never waits for a runtime. */
    List<Workload> workloads(Owner owner);

    /** Returns what was done for an owner's workloads, as far as it is kept, oldest first. */
    List<WorkloadAction> actions(Owner owner);

    /** Returns what was done, as far as it is kept and asked for, oldest first. */
    default List<WorkloadAction> actions(ActionQuery query) {
        List<WorkloadAction> all = actions(query.owner()).stream()
                .filter(action ->
                        query.workload().map(action.workload().id()::equals).orElse(true))
                .toList();
        return all.subList(Math.max(0, all.size() - query.last().orElse(all.size())), all.size());
    }

    /**
     * Follows what happens.
     *
     * @param after the sequence number of the last event the reader has seen; 0 for all that are kept. One that was not
     *     given yet is of an earlier run of the agent: the reader is told that it has missed some, and goes on from now
     */
    EventStream events(long after);

    /** Returns the agent's health. Never waits for a runtime. */
    AgentHealth health();

    /** Returns the machine as it is now. Never waits for a runtime. */
    NodeInfo node();

    /**
     * Lists what the agent has fetched or kept and would remove now, since nobody has used it for long: caches of jobs and
     * images it has pulled. Removes nothing.
     */
    List<Leftover> leftovers() throws InterruptedException;

    /**
     * Removes what {@link #leftovers} lists; the agent does so by itself once in a while. What is in use stays, and so does
     * anybody's data. Idempotent; an interrupt ends it early.
     *
     * @return what has gone
     */
    List<Leftover> sweep() throws InterruptedException;

    /** Takes no new work from now on; what was accepted goes on, queued jobs included. Idempotent. */
    void drain();

    /**
     * Ends the agent. Running jobs go on in their sandboxes and are taken up at the next start on this data directory,
     * or are cancelled first, by {@link AgentConfig.Builder#onClose}. Idempotent; a second call waits for the first.
     */
    @Override
    void close();
}
