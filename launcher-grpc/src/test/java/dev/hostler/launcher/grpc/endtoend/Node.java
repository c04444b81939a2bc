package dev.hostler.launcher.grpc.endtoend;

import dev.hostler.launcher.grpc.proto.agent.ActualState;
import dev.hostler.launcher.grpc.proto.agent.AgentAction;
import dev.hostler.launcher.grpc.proto.agent.AgentServiceGrpc;
import dev.hostler.launcher.grpc.proto.agent.ApplyWorkloadRequest;
import dev.hostler.launcher.grpc.proto.agent.ApplyWorkloadResponse;
import dev.hostler.launcher.grpc.proto.agent.ContainerSpec;
import dev.hostler.launcher.grpc.proto.agent.DeleteWorkloadRequest;
import dev.hostler.launcher.grpc.proto.agent.DeleteWorkloadResponse;
import dev.hostler.launcher.grpc.proto.agent.DesiredState;
import dev.hostler.launcher.grpc.proto.agent.GetWorkloadStatusRequest;
import dev.hostler.launcher.grpc.proto.agent.ListActionsRequest;
import dev.hostler.launcher.grpc.proto.agent.ListWorkloadsRequest;
import dev.hostler.launcher.grpc.proto.agent.WorkloadSpec;
import dev.hostler.launcher.grpc.proto.agent.WorkloadStatus;
import dev.hostler.launcher.grpc.proto.agent.WorkloadType;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A client of a node: the generated stub, with a deadline for busy machines. */
public final class Node implements AutoCloseable {
    private final ManagedChannel channel;

    private Node(ManagedChannel channel) {
        this.channel = channel;
    }

    /** A client without TLS. */
    public static Node plain(int port) {
        return new Node(Grpc.newChannelBuilder("127.0.0.1:" + port, InsecureChannelCredentials.create())
                .build());
    }

    /** A client with the certificates of a directory. */
    public static Node secure(int port, Path certificates, String name) throws IOException {
        ChannelCredentials own = TlsChannelCredentials.newBuilder()
                .keyManager(
                        certificates.resolve(name + ".crt").toFile(),
                        certificates.resolve(name + ".key").toFile())
                .trustManager(certificates.resolve("ca.crt").toFile())
                .build();
        return new Node(Grpc.newChannelBuilder("127.0.0.1:" + port, own).build());
    }

    /** A client that proves nothing. */
    public static Node anonymous(int port, Path certificates) throws IOException {
        ChannelCredentials none = TlsChannelCredentials.newBuilder()
                .trustManager(certificates.resolve("ca.crt").toFile())
                .build();
        return new Node(Grpc.newChannelBuilder("127.0.0.1:" + port, none).build());
    }

    public ManagedChannel channel() {
        return channel;
    }

    public AgentServiceGrpc.AgentServiceBlockingStub calls() {
        return AgentServiceGrpc.newBlockingStub(channel).withDeadlineAfter(1, TimeUnit.MINUTES);
    }

    /** A container of busybox that waits. */
    static ContainerSpec.Builder sleeper(String image) {
        return ContainerSpec.newBuilder()
                .setImage(image)
                .addCommand("sh")
                .addArgs("-c")
                .addArgs("trap 'exit 0' TERM; while :; do sleep 1; done");
    }

    static ApplyWorkloadRequest wish(String id, String revision, ContainerSpec.Builder spec) {
        return ApplyWorkloadRequest.newBuilder()
                .setId(id)
                .setType(WorkloadType.WORKLOAD_TYPE_CONTAINER)
                .setRevisionId(revision)
                .setDesiredState(DesiredState.DESIRED_STATE_RUNNING)
                .setSpec(WorkloadSpec.newBuilder().setContainer(spec))
                .build();
    }

    ApplyWorkloadResponse apply(ApplyWorkloadRequest wish) {
        return calls().applyWorkload(wish);
    }

    WorkloadStatus status(String id) {
        return calls().getWorkloadStatus(
                        GetWorkloadStatusRequest.newBuilder().setId(id).build())
                .getStatus();
    }

    DeleteWorkloadResponse delete(String id) {
        return calls().deleteWorkload(
                        DeleteWorkloadRequest.newBuilder().setId(id).build());
    }

    List<WorkloadStatus> list(WorkloadType type) {
        return calls().listWorkloads(
                        ListWorkloadsRequest.newBuilder().setType(type).build())
                .getWorkloadsList();
    }

    List<AgentAction> actions(String id) {
        return calls().listActions(
                        ListActionsRequest.newBuilder().setWorkloadId(id).build())
                .getActionsList();
    }

    WorkloadStatus await(String id, ActualState state) {
        return Awaitility.await("state " + state + " of " + id)
                .atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> status(id), status -> status.getActualState() == state);
    }

    void awaitGone(String id) {
        Awaitility.await("end of " + id)
                .atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> isGone(id) && Containers.id(id).isEmpty());
    }

    private boolean isGone(String id) {
        try {
            status(id);
            return false;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode() == Status.Code.NOT_FOUND;
        }
    }

    @Override
    public void close() throws InterruptedException {
        channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
    }
}
