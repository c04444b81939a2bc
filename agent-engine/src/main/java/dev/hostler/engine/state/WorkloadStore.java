package dev.hostler.engine.state;

import dev.hostler.api.workload.ActionQuery;
import dev.hostler.api.workload.WorkloadAction;
import dev.hostler.api.workload.WorkloadKey;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The workloads that the agent has accepted, and what was done for them. Thread-safe. What {@link StateStore} says of
 * durability and errors holds here too.
 */
public interface WorkloadStore {
    /** Returns all workloads, in the order of owner and id. */
    List<WorkloadRecord> all();

    /**
     * Changes what is stored of one workload, in one commit. No other change comes between what the edit sees and what it
     * returns.
     *
     * @param point which write this is
     * @param edit gets what is stored; runs on the store's own thread and must not call the store. What it throws reaches
     *     the caller, and nothing is stored
     * @return what is stored then
     */
    Optional<WorkloadRecord> change(
            WorkloadCommit point, WorkloadKey key, Function<Optional<WorkloadRecord>, WorkloadEdit> edit);

    /** Returns what was done, oldest first. */
    List<WorkloadAction> actions(ActionQuery query);

    /** Returns the number of the last action. */
    long lastAction();
}
