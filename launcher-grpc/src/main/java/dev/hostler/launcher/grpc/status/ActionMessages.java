package dev.hostler.launcher.grpc.status;

import dev.hostler.api.identity.Owner;
import dev.hostler.api.workload.ActionQuery;
import dev.hostler.api.workload.WorkloadAction;
import dev.hostler.api.workload.WorkloadId;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.launcher.grpc.proto.agent.AgentAction;
import dev.hostler.launcher.grpc.proto.agent.ListActionsRequest;
import dev.hostler.launcher.grpc.proto.agent.ListActionsResponse;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What was done, as the protocol tells it. */
public final class ActionMessages {
    private ActionMessages() {}

    /**
     * Returns what has to be looked at for an answer: no more than is asked for, where the engine can tell what that is.
     *
     * @throws dev.hostler.api.error.AgentException with {@code INVALID_INPUT} if the workload's id can't be one
     */
    public static ActionQuery query(Owner owner, ListActionsRequest request) {
        String workload = request.getWorkloadId().strip();
        ActionQuery all = workload.isEmpty()
                ? ActionQuery.of(owner)
                : ActionQuery.of(new WorkloadKey(owner, new WorkloadId(workload)));
        boolean isOfEachKind =
                request.getActionType().isBlank() && request.getStatus().isBlank();
        return isOfEachKind && request.getNewestFirst() && request.getLimit() > 0 ? all.last(request.getLimit()) : all;
    }

    /** Returns those actions that are asked for. */
    public static ListActionsResponse list(List<WorkloadAction> actions, ListActionsRequest request) {
        Comparator<AgentAction> byTime = Comparator.comparingLong(AgentAction::getCreatedAt);
        Stream<AgentAction> asked = actions.stream()
                .sorted(
                        request.getNewestFirst()
                                ? Comparator.comparingLong(WorkloadAction::number)
                                        .reversed()
                                : Comparator.comparingLong(WorkloadAction::number))
                .map(ActionMessages::of)
                .filter(action -> fits(request.getWorkloadId(), action.getWorkloadId())
                        && fits(request.getActionType(), action.getActionType())
                        && fits(request.getStatus(), action.getStatus()))
                .sorted(request.getNewestFirst() ? byTime.reversed() : byTime);
        return ListActionsResponse.newBuilder()
                .addAllActions((request.getLimit() > 0 ? asked.limit(request.getLimit()) : asked).toList())
                .build();
    }

    private static boolean fits(String asked, String value) {
        return asked.isBlank() || asked.strip().equals(value);
    }

    private static AgentAction of(WorkloadAction action) {
        return AgentAction.newBuilder()
                .setTaskId(TaskIds.of(action))
                .setWorkloadId(action.workload().id().value())
                .setActionType(TaskIds.type(action))
                .setStatus(TaskIds.state(action))
                .setError(error(action))
                .setCreatedAt(action.createdAt().getEpochSecond())
                .setStartedAt(seconds(action.startedAt()))
                .setEndedAt(seconds(action.endedAt()))
                .build();
    }

    private static String error(WorkloadAction action) {
        return action.failure()
                .map(failure -> "[" + FailureReasons.of(failure.code()) + "] " + failure.message())
                .orElse(action.state() == WorkloadAction.State.SUPERSEDED ? "a newer request has taken its place" : "");
    }

    private static long seconds(Optional<Instant> time) {
        return time.map(Instant::getEpochSecond).orElse(0L);
    }
}
