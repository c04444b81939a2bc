package dev.hostler.api.workload;

import dev.hostler.api.log.LogQuery;
import dev.hostler.api.log.TimedLogStream;
import dev.hostler.api.meta.Experimental;
import java.time.Duration;
import java.util.List;

/** A hold on one workload. Thread-safe; dropping it changes nothing. */
@Experimental
public interface WorkloadHandle {
    /** Returns which workload this is. */
    WorkloadKey key();

    /**
     * Returns the workload as it is now. Never waits for a runtime.
     *
     * @throws dev.hostler.api.error.AgentException with {@code NOT_FOUND} once it is deleted
     */
    Workload workload();

    /**
     * Waits until the workload is as wanted, or has failed to become so, at most so long.
     *
     * @return the workload as it is then
     * @throws InterruptedException if the waiting thread is interrupted
     * @throws dev.hostler.api.error.AgentException with {@code NOT_FOUND} once it is deleted
     */
    Workload awaitSettled(Duration limit) throws InterruptedException;

    /**
     * Asks for the end of the workload and returns as soon as that is stored; it is then removed, whatever happens to the
     * agent. Idempotent, also for what is gone.
     *
     * @param withData whether its managed volumes go too, save those to retain
     * @throws dev.hostler.api.error.AgentException with {@code STATE_UNAVAILABLE} if it can't be stored
     */
    void delete(boolean withData);

    /**
     * Waits until the workload is gone, at most so long.
     *
     * @return whether it is gone
     */
    boolean awaitGone(Duration limit) throws InterruptedException;

    /** Returns what was done for the workload, as far as it is kept, oldest first. */
    List<WorkloadAction> history();

    /**
     * Opens what the workload prints.
     *
     * @throws dev.hostler.api.error.AgentException with {@code NOT_FOUND} if there is nothing on the host to print, {@code
     *     RUNTIME_UNAVAILABLE} if the runtime can't be asked or keeps no logs
     */
    TimedLogStream log(LogQuery query) throws InterruptedException;
}
