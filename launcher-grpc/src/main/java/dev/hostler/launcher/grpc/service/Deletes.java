package dev.hostler.launcher.grpc.service;

import dev.hostler.api.Agent;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.workload.WorkloadHandle;
import dev.hostler.api.workload.WorkloadId;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.launcher.grpc.proto.agent.DeleteWorkloadRequest;
import dev.hostler.launcher.grpc.proto.agent.DeleteWorkloadResponse;
import dev.hostler.launcher.grpc.server.AuditLog;
import dev.hostler.launcher.grpc.status.FailureReasons;
import java.time.Duration;
import java.util.Optional;

/**
 * Takes the ends of workloads; their managed volumes go with them, save those to retain. To end what is not there is a
 * success. Thread-safe.
 */
final class Deletes {
    private static final String CALL = "DeleteWorkload";

    private final Agent agent;
    private final Owner owner;
    private final NodeNumbers numbers;

    Deletes(Agent agent, Owner owner, NodeNumbers numbers) {
        this.agent = agent;
        this.owner = owner;
        this.numbers = numbers;
    }

    DeleteWorkloadResponse delete(DeleteWorkloadRequest request) {
        long begun = System.nanoTime();
        try {
            Optional<WorkloadHandle> there = agent.workload(new WorkloadKey(owner, new WorkloadId(request.getId())));
            there.ifPresent(workload -> workload.delete(true));
            numbers.deleted(Duration.ofNanos(System.nanoTime() - begun));
            AuditLog.note(CALL, request.getId(), "", there.isPresent() ? "accepted" : "not-there");
            return DeleteWorkloadResponse.newBuilder()
                    .setSuccess(true)
                    .setMessage(
                            there.isPresent()
                                    ? "workload deletion submitted for processing"
                                    : "there is no such workload; nothing to do")
                    .build();
        } catch (AgentException refused) {
            AuditLog.note(CALL, request.getId(), "", "refused:" + refused.code());
            String reason = FailureReasons.of(refused.code());
            numbers.refused(reason);
            return DeleteWorkloadResponse.newBuilder()
                    .setMessage("failed to delete workload: [" + reason + "] " + refused.getMessage())
                    .build();
        }
    }
}
