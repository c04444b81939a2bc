package dev.hostler.launcher.grpc.status;

import dev.hostler.api.workload.WorkloadAction;
import java.util.Locale;

/** The protocol's words for actions. */
public final class TaskIds {
    private TaskIds() {}

    /** Returns the id of the task that meets a wish. */
    public static String ofApply(String workload, long number) {
        return "apply-" + workload + "-" + number;
    }

    static String of(WorkloadAction action) {
        String workload = action.workload().id().value();
        return switch (action.kind()) {
            case APPLY -> ofApply(workload, action.number());
            case DELETE -> "delete-" + workload + "-" + action.number();
            case RESTORE -> "reconcile-" + workload + "-" + action.number();
        };
    }

    static String type(WorkloadAction action) {
        return switch (action.kind()) {
            case APPLY -> "apply_workload";
            case DELETE -> "delete_workload";
            case RESTORE -> "reconcile";
        };
    }

    /** What a newer wish has overtaken was not done: the protocol has only one word for that. */
    static String state(WorkloadAction action) {
        return action.state() == WorkloadAction.State.SUPERSEDED
                ? "failed"
                : action.state().name().toLowerCase(Locale.ROOT);
    }
}
