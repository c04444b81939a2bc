package dev.hostler.launcher.grpc.service;

import dev.hostler.api.Agent;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.workload.ActionQuery;
import dev.hostler.api.workload.Workload;
import dev.hostler.api.workload.WorkloadAction;
import dev.hostler.api.workload.WorkloadHandle;
import dev.hostler.api.workload.WorkloadId;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.api.workload.WorkloadPhase;
import dev.hostler.launcher.grpc.codec.WishCodec;
import dev.hostler.launcher.grpc.proto.agent.ActualState;
import dev.hostler.launcher.grpc.proto.agent.GetWorkloadStatusRequest;
import dev.hostler.launcher.grpc.proto.agent.GetWorkloadStatusResponse;
import dev.hostler.launcher.grpc.proto.agent.ListWorkloadsRequest;
import dev.hostler.launcher.grpc.proto.agent.ListWorkloadsResponse;
import dev.hostler.launcher.grpc.proto.agent.WorkloadStatus;
import dev.hostler.launcher.grpc.proto.agent.WorkloadType;
import dev.hostler.launcher.grpc.status.StatusMessages;
import dev.hostler.launcher.grpc.status.TaskNotes;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Optional;

/**
 * Tells how workloads are, as the engine last saw them: no call waits for a runtime. What is to go is gone here, since that
 * is durable by then. Thread-safe.
 */
final class Statuses {
    private final Agent agent;
    private final Owner owner;
    private final StatusMessages messages;
    private final LastOutputs outputs;

    Statuses(Agent agent, Owner owner, StatusMessages messages, LastOutputs outputs) {
        this.agent = agent;
        this.owner = owner;
        this.messages = messages;
        this.outputs = outputs;
    }

    GetWorkloadStatusResponse one(GetWorkloadStatusRequest request) {
        WorkloadKey key = new WorkloadKey(owner, new WorkloadId(request.getId()));
        WorkloadHandle handle = agent.workload(key).orElseThrow(() -> notFound(request.getId()));
        Workload workload = find(handle).filter(Statuses::isThere).orElseThrow(() -> notFound(request.getId()));
        WorkloadStatus status = withOutput(handle, workload, messages.of(workload));
        return GetWorkloadStatusResponse.newBuilder()
                .setStatus(
                        isPending(status)
                                ? TaskNotes.on(
                                        status,
                                        agent.actions(ActionQuery.of(key).last(1)))
                                : status)
                .build();
    }

    ListWorkloadsResponse list(ListWorkloadsRequest request) {
        WorkloadType type = WishCodec.type(request.getType(), request.getTypeValue());
        return ListWorkloadsResponse.newBuilder().addAllWorkloads(all(type)).build();
    }

    private List<WorkloadStatus> all(WorkloadType type) {
        List<WorkloadStatus> found = agent.workloads(owner).stream()
                .filter(Statuses::isThere)
                .map(workload -> outputs.on(workload, messages.of(workload)))
                .filter(status -> type == WorkloadType.WORKLOAD_TYPE_UNSPECIFIED || status.getType() == type)
                .toList();
        if (found.stream().noneMatch(Statuses::isPending)) {
            return found;
        }
        List<WorkloadAction> actions = agent.actions(owner);
        return found.stream()
                .map(status -> isPending(status) ? TaskNotes.on(status, actions) : status)
                .toList();
    }

    private WorkloadStatus withOutput(WorkloadHandle handle, Workload workload, WorkloadStatus status) {
        outputs.ask(handle, workload);
        return outputs.on(workload, status);
    }

    private static boolean isPending(WorkloadStatus status) {
        return status.getActualState() == ActualState.ACTUAL_STATE_PENDING;
    }

    private static boolean isThere(Workload workload) {
        return workload.status().phase() != WorkloadPhase.DELETING;
    }

    /** Empty if somebody has deleted it in the meantime. */
    static Optional<Workload> find(WorkloadHandle handle) {
        try {
            return Optional.of(handle.workload());
        } catch (AgentException gone) {
            if (gone.code() == ErrorCode.NOT_FOUND) {
                return Optional.empty();
            }
            throw gone;
        }
    }

    /** Schedulers look for the words "not found" in the text, whatever the code is. */
    private static StatusRuntimeException notFound(String id) {
        return Status.NOT_FOUND
                .withDescription("status not found: there is no workload '" + id + "' on this node")
                .asRuntimeException();
    }
}
