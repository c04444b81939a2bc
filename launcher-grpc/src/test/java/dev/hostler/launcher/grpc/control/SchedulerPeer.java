package dev.hostler.launcher.grpc.control;

import dev.hostler.launcher.grpc.proto.control.AgentControlGrpc;
import dev.hostler.launcher.grpc.proto.control.HeartbeatRequest;
import dev.hostler.launcher.grpc.proto.control.HeartbeatResponse;
import dev.hostler.launcher.grpc.proto.control.RegisterNodeRequest;
import dev.hostler.launcher.grpc.proto.control.RegisterNodeResponse;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A small scheduler: notes who calls, and answers as the test wants. Thread-safe. */
final class SchedulerPeer extends AgentControlGrpc.AgentControlImplBase implements AutoCloseable {
    /** What came, in turn: register, heartbeat. */
    final List<String> calls = new CopyOnWriteArrayList<>();

    final List<RegisterNodeRequest> registrations = new CopyOnWriteArrayList<>();
    final List<HeartbeatRequest> heartbeats = new CopyOnWriteArrayList<>();
    volatile RegisterNodeResponse registered = RegisterNodeResponse.newBuilder()
            .setAccepted(true)
            .setHeartbeatIntervalSeconds(1)
            .build();
    volatile boolean known = true;
    volatile boolean drain;
    volatile boolean acknowledged = true;
    volatile Duration lease = Duration.ofMinutes(3);
    private final int port;
    private Server server;

    private SchedulerPeer(int port) throws IOException {
        this.server = start(port);
        this.port = server.getPort();
    }

    static SchedulerPeer start() throws IOException {
        return new SchedulerPeer(0);
    }

    private Server start(int wanted) throws IOException {
        return NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", wanted))
                .addService(this)
                .build()
                .start();
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void registerNode(RegisterNodeRequest request, StreamObserver<RegisterNodeResponse> node) {
        registrations.add(request);
        calls.add("register");
        node.onNext(registered);
        node.onCompleted();
    }

    @Override
    public void heartbeat(HeartbeatRequest request, StreamObserver<HeartbeatResponse> node) {
        heartbeats.add(request);
        calls.add("heartbeat");
        if (!known) {
            node.onError(
                    Status.NOT_FOUND.withDescription("node is not registered").asRuntimeException());
            return;
        }
        node.onNext(HeartbeatResponse.newBuilder()
                .setAcknowledged(acknowledged)
                .setDrainNode(drain)
                .setLeaseExpiresAt(Times.of(Instant.now().plus(lease)))
                .build());
        node.onCompleted();
    }

    void awaitCalls(int count) {
        Awaitility.await(count + " calls, there are " + calls)
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> calls.size() >= count);
    }

    /** Is away, as a scheduler that was ended. */
    void leave() throws InterruptedException {
        server.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
    }

    void comeBack() throws IOException {
        server = start(port);
    }

    @Override
    public void close() throws InterruptedException {
        leave();
    }
}
