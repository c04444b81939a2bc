package dev.hostler.launcher.grpc.status;

import dev.hostler.api.workload.WorkloadPhase;
import dev.hostler.launcher.grpc.proto.agent.ActualState;

/**
 * The protocol's states. A scheduler does nothing for a workload that is PENDING or UNKNOWN, for ever: so whatever needs
 * somebody's help is FAILED.
 */
public final class ActualStates {
    private ActualStates() {}

    /** Returns the state for a phase. */
    public static ActualState of(WorkloadPhase phase) {
        return switch (phase) {
            case PENDING, DELETING -> ActualState.ACTUAL_STATE_PENDING;
            case RUNNING -> ActualState.ACTUAL_STATE_RUNNING;
            case STOPPED, COMPLETED -> ActualState.ACTUAL_STATE_STOPPED;
            case FAILED, UNKNOWN, QUARANTINED -> ActualState.ACTUAL_STATE_FAILED;
        };
    }
}
