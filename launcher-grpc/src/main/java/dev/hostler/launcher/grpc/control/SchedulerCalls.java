package dev.hostler.launcher.grpc.control;

import dev.hostler.launcher.grpc.proto.control.AgentControlGrpc;
import dev.hostler.launcher.grpc.proto.control.HeartbeatRequest;
import dev.hostler.launcher.grpc.proto.control.HeartbeatResponse;
import dev.hostler.launcher.grpc.proto.control.RegisterNodeRequest;
import dev.hostler.launcher.grpc.proto.control.RegisterNodeResponse;
import dev.hostler.launcher.grpc.tls.TlsFiles;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/** One connection to the scheduler. Confined to one thread. */
final class SchedulerCalls implements AutoCloseable {
    private final ManagedChannel channel;
    private final Duration deadline;

    private SchedulerCalls(ManagedChannel channel, Duration deadline) {
        this.channel = channel;
        this.deadline = deadline;
    }

    /**
     * Opens a connection, which is made with the first call.
     *
     * @param tls what proves who is who; empty: nothing
     */
    static SchedulerCalls open(String address, Optional<TlsFiles> tls, Duration deadline) throws SSLException {
        NettyChannelBuilder builder = NettyChannelBuilder.forTarget("dns:///" + address);
        if (tls.isPresent()) {
            builder.sslContext(GrpcSslContexts.configure(GrpcSslContexts.forClient(), SslProvider.JDK)
                    .keyManager(tls.get().keys())
                    .trustManager(tls.get().servers())
                    .protocols("TLSv1.3", "TLSv1.2")
                    .build());
        } else {
            builder.usePlaintext();
        }
        return new SchedulerCalls(builder.build(), deadline);
    }

    private AgentControlGrpc.AgentControlBlockingStub calls() {
        return AgentControlGrpc.newBlockingStub(channel).withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS);
    }

    RegisterNodeResponse register(RegisterNodeRequest request) {
        return calls().registerNode(request);
    }

    HeartbeatResponse heartbeat(HeartbeatRequest request) {
        return calls().heartbeat(request);
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
