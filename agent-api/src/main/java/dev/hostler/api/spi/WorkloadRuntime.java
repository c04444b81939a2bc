package dev.hostler.api.spi;

import dev.hostler.api.identity.Owner;
import dev.hostler.api.meta.Experimental;
import dev.hostler.api.node.Fingerprint;
import dev.hostler.api.workload.WorkloadId;
import dev.hostler.api.workload.WorkloadPhase;
import dev.hostler.api.workload.WorkloadSpec;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs workloads of one kind. Thread-safe; the engine performs at most one action at a time for each workload. A runtime
 * decides nothing: it carries out one action and says what it sees.
 */
@Experimental
public interface WorkloadRuntime extends AutoCloseable {
    /** Says whether the runtime can be used now. Bounded: answers within 5 s whatever the host does. */
    Fingerprint fingerprint();

    /**
     * Looks at everything that carries this agent's label, in one call to the host.
     *
     * @throws dev.hostler.api.error.AgentException with {@code RUNTIME_UNAVAILABLE} if the host can't be asked; never an
     *     empty list in its place
     */
    List<Observed> observeAll();

    /**
     * Starts to tell of changes, on a thread of the runtime. The listener is told to look again; it is also called after
     * every reconnection, since something may have been missed.
     */
    void watch(Consumer<WorkloadKey> listener);

    /**
     * Makes a workload as its wish says and starts it. Repeating it for the same revision finds what an earlier,
     * interrupted call has made. If it fails, what it has made is removed.
     */
    Handle start(WorkloadKey key, String revision, WorkloadSpec spec) throws InterruptedException;

    /** Stops what runs, asking first, and keeps its data. Idempotent. */
    void stop(Handle handle, Duration grace) throws InterruptedException;

    /** Removes what was made for the workload. Its data stays unless asked for. Idempotent, also for what is gone. */
    void destroy(Handle handle, boolean withData) throws InterruptedException;

    /** Gives connections back. Leaves every workload as it is. Idempotent. */
    @Override
    void close();

    /**
     * What names a workload on this agent. Immutable.
     *
     * @param owner who brought it
     * @param id its id
     */
    @Experimental
    record WorkloadKey(Owner owner, WorkloadId id) {}

    /**
     * What the engine keeps to find a workload again. Immutable.
     *
     * @param key which workload
     * @param value what the runtime needs; it must read its own older forms
     */
    @Experimental
    record Handle(WorkloadKey key, String value) {}

    /**
     * One workload as the host has it. Immutable.
     *
     * @param handle how to find it
     * @param revision the revision it was made from
     * @param phase its state
     * @param detail one line for people
     */
    @Experimental
    record Observed(Handle handle, String revision, WorkloadPhase phase, String detail) {}
}
