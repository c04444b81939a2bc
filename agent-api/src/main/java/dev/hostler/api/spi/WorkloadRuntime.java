package dev.hostler.api.spi;

import dev.hostler.api.error.Failure;
import dev.hostler.api.log.LogQuery;
import dev.hostler.api.log.TimedLogStream;
import dev.hostler.api.meta.Experimental;
import dev.hostler.api.node.Fingerprint;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.api.workload.WorkloadSpec;
import dev.hostler.api.workload.WorkloadUsage;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Runs workloads on one kind of host software. A runtime decides nothing: it carries out one act and says what it sees.
 *
 * <p>It makes <em>instances</em>. A workload has one as a rule, and two while one takes another's place. Thread-safe; the
 * engine performs at most one act at a time for each workload. Any method may throw {@code AgentException}: with {@code
 * RUNTIME_UNAVAILABLE} if the host can't be asked, which means that nothing is known, and never that nothing is there.
 */
@Experimental
public interface WorkloadRuntime extends AutoCloseable {
    /** Says whether the runtime can be used now. Bounded: answers within 5 s whatever the host does. */
    Fingerprint fingerprint();

    /**
     * Looks at everything that carries this agent's label.
     *
     * @return all instances, in a number of calls to the host that does not grow with theirs
     * @throws dev.hostler.api.error.AgentException with {@code RUNTIME_UNAVAILABLE} if the host can't be asked; never an
     *     empty list in its place
     */
    List<Instance> observeAll() throws InterruptedException;

    /**
     * Starts to tell of changes, on a thread of the runtime, until it is closed. The listener is told to look again, at once
     * when something changes and after every reconnection, since something may have been missed. Called at most once.
     */
    void watch(Runnable listener);

    /** Says what it takes to get from one spec to another. Pure. */
    Change change(WorkloadSpec from, WorkloadSpec to);

    /**
     * Looks for what would make a wish fail at once on this host, such as a port in use. Changes nothing; bounded by 1 s.
     *
     * @return a failure for each finding, which names the field; empty also if the host can't be asked
     */
    List<Failure> preflight(WorkloadKey key, WorkloadSpec spec) throws InterruptedException;

    /**
     * Fetches what an instance needs, such as its image. Idempotent.
     *
     * @throws InterruptedException if the thread is interrupted or the token is cancelled
     */
    void prepare(WorkloadKey key, WorkloadSpec spec, WorkloadNotices notices, CancellationToken cancellation)
            throws InterruptedException;

    /**
     * Makes an instance and does not start it. If there is one of this name already, made by an earlier call that was
     * interrupted, that is returned. If it fails, what it has made is removed, save data.
     */
    InstanceHandle create(InstanceName name, WorkloadSpec spec) throws InterruptedException;

    /** Starts an instance. Idempotent. If it fails, the instance stays as it was. */
    void start(InstanceHandle instance) throws InterruptedException;

    /**
     * Changes an instance in place.
     *
     * @param name its new name
     */
    void update(InstanceHandle instance, InstanceName name, WorkloadSpec spec) throws InterruptedException;

    /** Stops an instance, asking first, and keeps its data. Idempotent, also for what is gone. */
    void stop(InstanceHandle instance, Duration grace) throws InterruptedException;

    /** Makes an instance the one that others find under the workload's name. Idempotent. */
    void promote(InstanceHandle instance, WorkloadSpec spec) throws InterruptedException;

    /** Removes an instance at once, running or not. The workload's data stays. Idempotent, also for what is gone. */
    void destroy(InstanceHandle instance) throws InterruptedException;

    /** Removes a workload's data, save what its spec wants retained. Its instances are gone. Idempotent. */
    void destroyData(WorkloadKey key) throws InterruptedException;

    /** Returns what running instances use, as far as it can be had without one call for each. */
    Map<InstanceHandle, WorkloadUsage> usage() throws InterruptedException;

    /** Opens what an instance prints, from its first start on, as far as it is kept. */
    TimedLogStream log(InstanceHandle instance, LogQuery query) throws InterruptedException;

    /** Gives connections back. Leaves every instance as it is. Idempotent. */
    @Override
    void close();

    /** What it takes to get from one spec to another. */
    @Experimental
    enum Change {
        /** Nothing: the instance is the same for both. */
        NONE,
        /** {@link WorkloadRuntime#update}. */
        IN_PLACE,
        /** A new instance beside the old one, which goes when the new one is well. */
        BESIDE,
        /** A new instance in the place of the old one, since both can't run at one time. */
        IN_TURN
    }
}
