package dev.hostler.launcher.grpc.service;

import dev.hostler.api.Agent;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.workload.ApplyResult;
import dev.hostler.api.workload.ApplyWorkload;
import dev.hostler.api.workload.WorkloadId;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.launcher.grpc.codec.WishCodec;
import dev.hostler.launcher.grpc.proto.agent.ActualState;
import dev.hostler.launcher.grpc.proto.agent.ApplyWorkloadRequest;
import dev.hostler.launcher.grpc.proto.agent.ApplyWorkloadResponse;
import dev.hostler.launcher.grpc.proto.agent.WorkloadStatus;
import dev.hostler.launcher.grpc.server.AuditLog;
import dev.hostler.launcher.grpc.status.FailureReasons;
import dev.hostler.launcher.grpc.status.StatusMessages;
import dev.hostler.launcher.grpc.status.TaskIds;
import java.time.Duration;
import java.util.Optional;

/**
 * Takes wishes. What is refused is an answer, not an error of the call: schedulers read the reason in the answer's message.
 * Thread-safe.
 */
final class Applies {
    private static final String CALL = "ApplyWorkload";

    private final Agent agent;
    private final Owner owner;
    private final WishCodec wishes;
    private final StatusMessages statuses;
    private final Draining draining;
    private final NodeNumbers numbers;

    Applies(
            Agent agent,
            Owner owner,
            WishCodec wishes,
            StatusMessages statuses,
            Draining draining,
            NodeNumbers numbers) {
        this.agent = agent;
        this.owner = owner;
        this.wishes = wishes;
        this.statuses = statuses;
        this.draining = draining;
        this.numbers = numbers;
    }

    ApplyWorkloadResponse apply(ApplyWorkloadRequest request) {
        long begun = System.nanoTime();
        try {
            ApplyWorkload wish = wishes.read(request);
            requireRoom(wish);
            ApplyResult result = agent.apply(owner, wish);
            numbers.applied(wish.spec().kind(), result.skipped(), Duration.ofNanos(System.nanoTime() - begun));
            note(request, result.skipped() ? "skipped" : "accepted");
            return accepted(request, result);
        } catch (AgentException refused) {
            note(request, "refused:" + refused.code());
            return refused.code() == ErrorCode.CONFLICT ? kept(request, refused) : refused(refused);
        }
    }

    /** What is here already may still be changed, stopped and started while the scheduler drains the node. */
    private void requireRoom(ApplyWorkload wish) {
        if (draining.wanted()
                && agent.workload(new WorkloadKey(owner, wish.id())).isEmpty()) {
            throw Failure.cannot(
                            ErrorCode.NOT_ACCEPTING,
                            "apply workload",
                            wish.id().value(),
                            "the scheduler drains this node, which takes no new workloads until it is told otherwise",
                            "apply it on another node")
                    .toException();
        }
    }

    private ApplyWorkloadResponse accepted(ApplyWorkloadRequest request, ApplyResult result) {
        ApplyWorkloadResponse.Builder answer =
                ApplyWorkloadResponse.newBuilder().setApplied(true).setSkipped(result.skipped());
        Optional<WorkloadStatus> status = Statuses.find(result.handle()).map(statuses::of);
        if (result.skipped()) {
            answer.setMessage("revision " + result.revision() + " is applied already; nothing to do");
            status.ifPresent(answer::setStatus);
            return answer.build();
        }
        answer.setMessage("workload apply submitted for processing");
        String task = TaskIds.ofApply(request.getId(), result.action());
        status.map(now -> withTask(now, task)).ifPresent(answer::setStatus);
        return answer.build();
    }

    /** What is not settled yet is told as the task that it is. */
    private static WorkloadStatus withTask(WorkloadStatus status, String task) {
        return status.getActualState() == ActualState.ACTUAL_STATE_PENDING
                ? status.toBuilder()
                        .setMessage("task pending execution")
                        .putMetadata("task_id", task)
                        .putMetadata("task_status", "pending")
                        .build()
                : status;
    }

    /** The protocol's clients repeat a revision with another spec, and mean no error by it: what was there first stays. */
    private ApplyWorkloadResponse kept(ApplyWorkloadRequest request, AgentException conflict) {
        ApplyWorkloadResponse.Builder answer = ApplyWorkloadResponse.newBuilder()
                .setApplied(true)
                .setSkipped(true)
                .setMessage(String.valueOf(conflict.getMessage()));
        agent.workload(new WorkloadKey(owner, new WorkloadId(request.getId())))
                .flatMap(Statuses::find)
                .map(statuses::of)
                .ifPresent(answer::setStatus);
        return answer.build();
    }

    private ApplyWorkloadResponse refused(AgentException refused) {
        String reason = FailureReasons.of(refused.code());
        numbers.refused(reason);
        return ApplyWorkloadResponse.newBuilder()
                .setMessage("failed to apply workload: [" + reason + "] " + refused.getMessage())
                .build();
    }

    private static void note(ApplyWorkloadRequest request, String outcome) {
        AuditLog.note(CALL, request.getId(), request.getRevisionId(), outcome);
    }
}
