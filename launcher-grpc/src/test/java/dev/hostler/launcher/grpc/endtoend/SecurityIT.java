package dev.hostler.launcher.grpc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.launcher.grpc.proto.agent.HealthCheckRequest;
import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.StreamObserver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program's own ways with certificates, and what tools of operators ask it. */
class SecurityIT {
    @TempDir
    Path directory;

    @Test
    void scenario01CertificatesForATrialLetTheirClientInAndNobodyElse() throws Exception {
        Path certificates = directory.resolve("certs");
        try (AgentRun making = AgentRun.start(directory, Map.of(), "dev-certs", certificates.toString())) {
            assertThat(making.exitCode()).as(making.output()).isZero();
        }
        Map<String, String> variables = Map.of(
                "PERSYS_TLS_CERT", certificates.resolve("agent.crt").toString(),
                "PERSYS_TLS_KEY", certificates.resolve("agent.key").toString(),
                "PERSYS_TLS_CA", certificates.resolve("ca.crt").toString());
        try (AgentRun agent = AgentRun.start(directory, variables).awaitServing();
                Node known = Node.secure(agent.port(), certificates, "client");
                Node nobody = Node.anonymous(agent.port(), certificates);
                Node open = Node.plain(agent.port())) {
            HealthCheckRequest question = HealthCheckRequest.getDefaultInstance();
            assertThat(known.calls().healthCheck(question).getRuntimeStatusMap())
                    .containsKey("container");
            assertThatThrownBy(() -> nobody.calls().healthCheck(question)).hasMessageContaining("UNAVAILABLE");
            assertThatThrownBy(() -> open.calls().healthCheck(question)).hasMessageContaining("UNAVAILABLE");
            known.delete("nobody");
            assertThat(agent.output())
                    .containsPattern(
                            "audit: client=hostler-client@\\S+ call=DeleteWorkload workload=nobody revision=- outcome=not-there");
        }
    }

    @Test
    void scenario02ReflectionAndTheUsualHealthServiceAreThere() throws Exception {
        try (AgentRun agent = AgentRun.start(directory, Map.of("PERSYS_TLS_ENABLED", "false"))
                        .awaitServing();
                Node client = Node.plain(agent.port())) {
            assertThat(agent.output()).contains("TLS IS OFF");
            assertThat(services(client.channel())).contains("persys.agent.v1.AgentService", "grpc.health.v1.Health");
            assertThat(HealthGrpc.newBlockingStub(client.channel())
                            .check(io.grpc.health.v1.HealthCheckRequest.newBuilder()
                                    .setService("persys.agent.v1.AgentService")
                                    .build())
                            .getStatus())
                    .isEqualTo(ServingStatus.SERVING);
        }
    }

    private static String services(ManagedChannel channel) throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        StreamObserver<ServerReflectionRequest> asking = ServerReflectionGrpc.newStub(channel)
                .serverReflectionInfo(new StreamObserver<>() {
                    @Override
                    public void onNext(ServerReflectionResponse response) {
                        answer.complete(response.toString());
                    }

                    @Override
                    public void onError(Throwable trouble) {
                        answer.completeExceptionally(trouble);
                    }

                    @Override
                    public void onCompleted() {
                        answer.complete("");
                    }
                });
        asking.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
        try {
            return answer.get(20, TimeUnit.SECONDS);
        } finally {
            asking.onCompleted();
        }
    }

    @Test
    void withoutCertificatesItDoesNotStartAndSaysWhatToDo() throws Exception {
        try (AgentRun agent = AgentRun.start(directory, Map.of("PERSYS_TLS_CERT", "/none.crt"))) {
            assertThat(agent.exitCode()).isEqualTo(2);
            assertThat(agent.output()).contains("PERSYS_TLS_CERT").contains("dev-certs");
        }
    }

    @Test
    void theDatabaseOfAnotherAgentIsRefusedByNameAndLeftAsItIs() throws Exception {
        byte[] pages = new byte[4096];
        byte[] magic = {(byte) 0xED, (byte) 0xDA, 0x0C, (byte) 0xED};
        System.arraycopy(magic, 0, pages, 16, magic.length);
        Path database = Files.write(directory.resolve("state.db"), pages);
        try (AgentRun agent = AgentRun.start(directory, Map.of("PERSYS_TLS_ENABLED", "false"))) {
            assertThat(agent.exitCode()).isEqualTo(3);
            assertThat(agent.output()).contains("bbolt").contains(database.toString());
        }
        assertThat(Files.readAllBytes(database)).isEqualTo(pages);
        assertThat(directory.resolve("state.db.d")).doesNotExist();
    }

    @Test
    void aWrongSettingEndsItWithTheSettingsName() throws Exception {
        try (AgentRun agent = AgentRun.start(directory, Map.of("PERSYS_GRPC_PORT", "x"));
                AgentRun words = AgentRun.start(directory, Map.of(), "frobnicate")) {
            assertThat(agent.exitCode()).isEqualTo(2);
            assertThat(agent.output()).contains("PERSYS_GRPC_PORT");
            assertThat(words.exitCode()).isEqualTo(2);
            assertThat(words.output()).contains("Usage:");
        }
    }
}
