package dev.hostler.launcher.grpc.service;

import dev.hostler.api.Agent;
import dev.hostler.api.identity.Owner;
import dev.hostler.launcher.grpc.codec.WishCodec;
import dev.hostler.launcher.grpc.proto.agent.AgentServiceGrpc;
import dev.hostler.launcher.grpc.proto.agent.ApplyWorkloadRequest;
import dev.hostler.launcher.grpc.proto.agent.ApplyWorkloadResponse;
import dev.hostler.launcher.grpc.proto.agent.DeleteWorkloadRequest;
import dev.hostler.launcher.grpc.proto.agent.DeleteWorkloadResponse;
import dev.hostler.launcher.grpc.proto.agent.GetWorkloadStatusRequest;
import dev.hostler.launcher.grpc.proto.agent.GetWorkloadStatusResponse;
import dev.hostler.launcher.grpc.proto.agent.HealthCheckRequest;
import dev.hostler.launcher.grpc.proto.agent.HealthCheckResponse;
import dev.hostler.launcher.grpc.proto.agent.ListActionsRequest;
import dev.hostler.launcher.grpc.proto.agent.ListActionsResponse;
import dev.hostler.launcher.grpc.proto.agent.ListWorkloadsRequest;
import dev.hostler.launcher.grpc.proto.agent.ListWorkloadsResponse;
import dev.hostler.launcher.grpc.server.Answers;
import dev.hostler.launcher.grpc.server.Workers;
import dev.hostler.launcher.grpc.status.ActionMessages;
import dev.hostler.launcher.grpc.status.StatusMessages;
import io.grpc.stub.StreamObserver;
import java.util.Set;

/** The protocol's calls. Thread-safe. */
public final class NodeService extends AgentServiceGrpc.AgentServiceImplBase {
    /** The full names of the calls that change something. */
    public static final Set<String> CHANGING = Set.of(
            AgentServiceGrpc.getApplyWorkloadMethod().getFullMethodName(),
            AgentServiceGrpc.getDeleteWorkloadMethod().getFullMethodName());

    private static final int READERS = 4;

    private final Agent agent;
    private final Owner owner;
    private final Applies applies;
    private final Deletes deletes;
    private final Statuses statuses;
    private final HealthAnswers health;

    /**
     * Makes the calls for the workloads of an owner.
     *
     * @param draining whether new workloads are refused
     */
    public NodeService(Agent agent, Owner owner, HealthAnswers health, Draining draining, NodeNumbers numbers) {
        StatusMessages messages = new StatusMessages(health.codecs());
        this.agent = agent;
        this.owner = owner;
        this.health = health;
        this.applies = new Applies(agent, owner, new WishCodec(health.codecs()), messages, draining, numbers);
        this.deletes = new Deletes(agent, owner, numbers);
        this.statuses = new Statuses(agent, owner, messages, new LastOutputs(Workers.pool("outputs", READERS)));
    }

    @Override
    public void applyWorkload(ApplyWorkloadRequest request, StreamObserver<ApplyWorkloadResponse> client) {
        Answers.give(client, () -> applies.apply(request));
    }

    @Override
    public void deleteWorkload(DeleteWorkloadRequest request, StreamObserver<DeleteWorkloadResponse> client) {
        Answers.give(client, () -> deletes.delete(request));
    }

    @Override
    public void getWorkloadStatus(GetWorkloadStatusRequest request, StreamObserver<GetWorkloadStatusResponse> client) {
        Answers.give(client, () -> statuses.one(request));
    }

    @Override
    public void listWorkloads(ListWorkloadsRequest request, StreamObserver<ListWorkloadsResponse> client) {
        Answers.give(client, () -> statuses.list(request));
    }

    @Override
    public void healthCheck(HealthCheckRequest request, StreamObserver<HealthCheckResponse> client) {
        Answers.give(client, health::answer);
    }

    @Override
    public void listActions(ListActionsRequest request, StreamObserver<ListActionsResponse> client) {
        Answers.give(client, () -> ActionMessages.list(agent.actions(ActionMessages.query(owner, request)), request));
    }
}
