package dev.hostler.engine.state;

import dev.hostler.api.workload.WorkloadAction;
import java.util.List;
import java.util.Optional;

/**
 * What is to be stored of a workload. Immutable.
 *
 * @param record the workload; empty: it is forgotten
 * @param actions actions, each in place of an earlier form of itself
 */
public record WorkloadEdit(Optional<WorkloadRecord> record, List<WorkloadAction> actions) {
    /** Copies the list. */
    public WorkloadEdit {
        actions = List.copyOf(actions);
    }

    /** Stores a workload and no action. */
    public static WorkloadEdit of(WorkloadRecord record) {
        return new WorkloadEdit(Optional.of(record), List.of());
    }
}
