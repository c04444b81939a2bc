package dev.hostler.launcher.grpc.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.launcher.grpc.Reports;
import dev.hostler.launcher.grpc.endtoend.Node;
import dev.hostler.launcher.grpc.proto.agent.AgentServiceGrpc;
import dev.hostler.launcher.grpc.proto.agent.HealthCheckRequest;
import dev.hostler.launcher.grpc.proto.agent.HealthCheckResponse;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that ask and never read what is answered. */
class UnreadAnswersTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final int ANSWER = 1 << 20;
    private static final int CALLS = 90;

    /** What HTTP/2 lets a server send to a client that says nothing. */
    private static final int WINDOW = 65_535;

    private Optional<GrpcListener> listener = Optional.empty();

    @AfterEach
    void close() {
        listener.ifPresent(GrpcListener::close);
    }

    /** Answers every question after health at length. */
    private static final class Talker extends AgentServiceGrpc.AgentServiceImplBase {
        @Override
        public void healthCheck(HealthCheckRequest request, StreamObserver<HealthCheckResponse> client) {
            client.onNext(HealthCheckResponse.newBuilder()
                    .setVersion("x".repeat(ANSWER))
                    .build());
            client.onCompleted();
        }
    }

    private GrpcListener open(Duration patience) {
        GrpcListener opened = GrpcListener.open(
                "127.0.0.1",
                0,
                new GrpcListener.Offer(
                        new Talker(),
                        AgentServiceGrpc.SERVICE_NAME,
                        Optional.empty(),
                        Map.of(),
                        Set.of(),
                        (method, code, duration) -> {}),
                patience);
        listener = Optional.of(opened);
        return opened;
    }

    private static ManagedChannel silentChannel(int port) {
        return NettyChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .flowControlWindow(WINDOW)
                .build();
    }

    /** Asks, and takes no answer; returns how the call ends. */
    private static CompletableFuture<Status> askAndNeverRead(ManagedChannel channel) {
        CompletableFuture<Status> end = new CompletableFuture<>();
        ClientCall<HealthCheckRequest, HealthCheckResponse> call =
                channel.newCall(AgentServiceGrpc.getHealthCheckMethod(), CallOptions.DEFAULT);
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        end.complete(status);
                    }
                },
                new Metadata());
        call.sendMessage(HealthCheckRequest.getDefaultInstance());
        call.halfClose();
        return end;
    }

    private static List<Status> ended(List<CompletableFuture<Status>> calls) {
        return calls.stream()
                .flatMap(call -> call.isDone() ? Stream.of(call.join()) : Stream.empty())
                .toList();
    }

    private static int read(int port) throws Exception {
        try (Node other = Node.plain(port)) {
            return other.calls()
                    .healthCheck(HealthCheckRequest.getDefaultInstance())
                    .getVersion()
                    .length();
        }
    }

    @Test
    void whoNeverReadsGetsNoMoreThanSoMuchAndHindersNobody() throws Exception {
        GrpcListener node = open(LONG.multipliedBy(10));
        ManagedChannel silent = silentChannel(node.port());
        try {
            List<CompletableFuture<Status>> calls = IntStream.range(0, CALLS)
                    .mapToObj(i -> askAndNeverRead(silent))
                    .toList();

            // The workers that answer at the same time each see the room for one more.
            Awaitility.await().atMost(LONG).until(() -> !ended(calls).isEmpty());
            assertThat(node.unreadBytes()).isLessThan((long) CALLS * ANSWER);
            assertThat(ended(calls)).allSatisfy(status -> {
                assertThat(status.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
                assertThat(status.getDescription()).contains("do not read");
            });
            assertThat(read(node.port())).isEqualTo(ANSWER);
        } finally {
            silent.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
        }
        Awaitility.await()
                .atMost(LONG)
                .untilAsserted(() -> assertThat(node.unreadBytes()).isZero());
    }

    @Test
    void aCallWhoseAnswerIsNotReadInTimeIsCutAndItsAnswerDropped() throws Exception {
        GrpcListener node = open(Duration.ofSeconds(1));
        ManagedChannel silent = silentChannel(node.port());
        try (Reports reports = Reports.open(UnreadAnswers.class)) {
            askAndNeverRead(silent);

            reports.await("Cut call persys.agent.v1.AgentService/HealthCheck of /127.0.0.1");
            Awaitility.await()
                    .atMost(LONG)
                    .untilAsserted(() -> assertThat(node.unreadBytes()).isZero());
        } finally {
            silent.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
        }
    }
}
