package dev.hostler.launcher.grpc.status;

import dev.hostler.api.workload.WorkloadAction;
import dev.hostler.launcher.grpc.proto.agent.WorkloadStatus;
import java.util.List;

/** Which task a workload that is pending waits for. */
public final class TaskNotes {
    private TaskNotes() {}

    /** Returns the status with the latest task of its workload that is not done yet; as it is, if there is none. */
    public static WorkloadStatus on(WorkloadStatus status, List<WorkloadAction> actions) {
        for (int i = actions.size() - 1; i >= 0; i--) {
            WorkloadAction action = actions.get(i);
            if (action.workload().id().value().equals(status.getId())) {
                return isOpen(action) ? with(status, action) : status;
            }
        }
        return status;
    }

    private static boolean isOpen(WorkloadAction action) {
        return action.state() == WorkloadAction.State.PENDING || action.state() == WorkloadAction.State.RUNNING;
    }

    private static WorkloadStatus with(WorkloadStatus status, WorkloadAction action) {
        return status.toBuilder()
                .putMetadata("task_id", TaskIds.of(action))
                .putMetadata("task_status", TaskIds.state(action))
                .build();
    }
}
