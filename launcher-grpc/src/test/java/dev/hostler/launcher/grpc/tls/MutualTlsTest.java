package dev.hostler.launcher.grpc.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.launcher.grpc.LocalNode;
import dev.hostler.launcher.grpc.Reports;
import dev.hostler.launcher.grpc.endtoend.Node;
import dev.hostler.launcher.grpc.proto.agent.AgentServiceGrpc;
import dev.hostler.launcher.grpc.proto.agent.DeleteWorkloadRequest;
import dev.hostler.launcher.grpc.proto.agent.HealthCheckRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MutualTlsTest {
    private static final long PAUSE_NANOS = 20_000_000;
    private static final Set<String> HERE = Set.of("localhost", "127.0.0.1");

    @TempDir
    static Path scratch;

    private static Path files;
    private static Issuer authority;
    private static LocalNode node;

    @BeforeAll
    static void start() throws Exception {
        files = scratch.resolve("certs");
        authority = Issuer.create("authority");
        Pem.put(files, authority);
        Pem.put(files, "agent", authority.issue("node", HERE));
        Pem.put(files, "writer", authority.issue("the-writer", Set.of()));
        Pem.put(files, "reader", authority.issue("unnamed", Set.of("the-reader")));
        Pem.put(files, "stranger", authority.issue("the-stranger", Set.of()));
        Pem.put(files, "foreign", Issuer.create("authority").issue("the-writer", Set.of()));
        node = LocalNode.open(
                scratch,
                Map.of(
                        "PERSYS_TLS_ENABLED", "true",
                        "PERSYS_TLS_CERT", files.resolve("agent.crt").toString(),
                        "PERSYS_TLS_KEY", files.resolve("agent.key").toString(),
                        "PERSYS_TLS_CA", files.resolve("ca.crt").toString(),
                        "PERSYS_TLS_CLIENTS", "the-writer=write,the-reader=read"));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static Node client(String name) throws Exception {
        return Node.secure(node.port(), files, name);
    }

    private static void ask(Node client) {
        client.calls().healthCheck(HealthCheckRequest.getDefaultInstance());
    }

    private static void change(Node client) {
        client.calls()
                .deleteWorkload(
                        DeleteWorkloadRequest.newBuilder().setId("nobody").build());
    }

    private static Status.Code refusal(Runnable call) {
        try {
            call.run();
            return Status.Code.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode();
        }
    }

    @Test
    void whoMayWriteMayAskAndChange() throws Exception {
        try (Node writer = client("writer")) {
            assertThatCode(() -> ask(writer)).doesNotThrowAnyException();
            assertThatCode(() -> change(writer)).doesNotThrowAnyException();
        }
    }

    @Test
    void whoMayReadMayNotChangeAndIsKnownByTheNameOfAnAlternative() throws Exception {
        try (Node reader = client("reader")) {
            assertThat(refusal(() -> ask(reader))).isEqualTo(Status.Code.OK);
            assertThat(refusal(() -> change(reader))).isEqualTo(Status.Code.PERMISSION_DENIED);
        }
    }

    @Test
    void whoIsNotNamedMayNothing() throws Exception {
        try (Node stranger = client("stranger")) {
            assertThatThrownBy(() -> ask(stranger))
                    .hasMessageContaining("PERMISSION_DENIED")
                    .hasMessageContaining("the-stranger")
                    .hasMessageContaining("PERSYS_TLS_CLIENTS");
        }
    }

    @Test
    void noCertificateAForeignOneAndPlaintextAreRefused() throws Exception {
        try (Node nobody = Node.anonymous(node.port(), files);
                Node foreign = client("foreign");
                Node open = Node.plain(node.port())) {
            assertThat(List.of(refusal(() -> ask(nobody)), refusal(() -> ask(foreign)), refusal(() -> ask(open))))
                    .containsOnly(Status.Code.UNAVAILABLE);
        }
    }

    @Test
    void olderThanTls12IsNotSpoken() throws Exception {
        assertThatThrownBy(() -> serial("TLSv1.1")).isInstanceOf(Exception.class);
        assertThat(serial("TLSv1.2")).isPositive();
    }

    /** Returns the number of the certificate that a new handshake sees. */
    private static BigInteger serial(String protocol) throws Exception {
        List<X509Certificate> seen = new ArrayList<>();
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Seeing(seen)}, null);
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", node.port())) {
            socket.setEnabledProtocols(new String[] {protocol});
            try {
                socket.startHandshake();
            } catch (IOException refused) {
                // The node has shown its certificate by then, and refuses who has none.
            }
        }
        return seen.get(0).getSerialNumber();
    }

    private record Seeing(List<X509Certificate> seen) implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) {
            seen.add(chain[0]);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private static BigInteger serial(Issuer.Issued issued) throws Exception {
        return ((X509Certificate) CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(issued.certificate())))
                .getSerialNumber();
    }

    @Test
    void certificatesAreReplacedUnderFiftyClientsWithoutAFailedCall() throws Exception {
        AtomicBoolean on = new AtomicBoolean(true);
        AtomicInteger number = new AtomicInteger();
        AtomicInteger calls = new AtomicInteger();
        ExecutorService callers = Executors.newFixedThreadPool(50);
        List<Future<?>> all = new ArrayList<>();
        try {
            for (int i = 0; i < 50; i++) {
                all.add(callers.submit(() -> callUntilTold(on, number, calls)));
            }
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .failFast("a call has failed", () -> throwWhatFailed(all))
                    .until(() -> calls.get() > 100);
            Issuer.Issued fresh = authority.issue("node", HERE);
            Pem.put(files, "agent", fresh);
            assertThat(timeUntilSeen(fresh)).isLessThanOrEqualTo(Duration.ofSeconds(2));
            int before = calls.get();
            Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> calls.get() > before + 100);
            brokenFilesAreRefused(fresh);
        } finally {
            on.set(false);
            callers.shutdown();
        }
        for (Future<?> caller : all) {
            caller.get(); // throws what a call threw
        }
    }

    /** Returns how long after now the first handshake has begun that sees a certificate. */
    private static Duration timeUntilSeen(Issuer.Issued issued) throws Exception {
        long replaced = System.nanoTime();
        AtomicLong begun = new AtomicLong();
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> {
                    begun.set(System.nanoTime());
                    return serial("TLSv1.2").equals(serial(issued));
                });
        return Duration.ofNanos(begun.get() - replaced);
    }

    private static void throwWhatFailed(List<Future<?>> callers) throws Exception {
        for (Future<?> caller : callers) {
            if (caller.isDone()) {
                caller.get();
            }
        }
    }

    /** Most callers stay connected; every tenth connects for each call. */
    private static Void callUntilTold(AtomicBoolean on, AtomicInteger callers, AtomicInteger calls) throws Exception {
        boolean stays = callers.incrementAndGet() % 10 != 0;
        Node client = client("writer");
        try {
            while (on.get()) {
                AgentServiceGrpc.newBlockingStub(client.channel())
                        .withDeadlineAfter(1, TimeUnit.MINUTES) // fifty handshakes on a busy machine
                        .healthCheck(HealthCheckRequest.getDefaultInstance());
                calls.incrementAndGet();
                LockSupport.parkNanos(PAUSE_NANOS); // two processors have more to do than to call
                if (!stays) {
                    client.close();
                    client = client("writer");
                }
            }
        } finally {
            client.close();
        }
        return null;
    }

    /** Broken, without its key, and away: each is reported, and the last good one goes on. */
    private static void brokenFilesAreRefused(Issuer.Issued last) throws Exception {
        Path certificate = files.resolve("agent.crt");
        try (Reports reports = Reports.open(TlsFiles.class)) {
            Pem.replace(certificate, "-----BEGIN CERTIFICATE-----\nbroken\n");
            reports.await("agent.crt: it holds no certificate in PEM");
            assertThat(serial("TLSv1.2")).isEqualTo(serial(last));
            Issuer.Issued other = authority.issue("node", HERE);
            Pem.replace(certificate, Pem.text("CERTIFICATE", other.certificate()));
            reports.await("are not certificate and key of one pair");
            assertThat(serial("TLSv1.2")).isEqualTo(serial(last));
            Files.delete(certificate);
            reports.await("NoSuchFileException");
            assertThat(serial("TLSv1.2")).isEqualTo(serial(last));
            Pem.put(files, "agent", other);
            assertThat(timeUntilSeen(other)).isLessThanOrEqualTo(Duration.ofSeconds(2));
        }
    }

    @Test
    void filesThatCantBeUsedAreRefusedAtTheStartByName() throws Exception {
        Path none = scratch.resolve("none.crt");
        Map<String, String> variables = Map.of(
                "PERSYS_TLS_ENABLED", "true",
                "PERSYS_TLS_CERT", none.toString(),
                "PERSYS_TLS_KEY", files.resolve("agent.key").toString(),
                "PERSYS_TLS_CA", files.resolve("ca.crt").toString());
        assertThatThrownBy(() -> LocalNode.open(scratch.resolve("other"), variables))
                .hasMessageContaining("none.crt")
                .hasMessageContaining("PERSYS_TLS_CERT");
        assertThat(Files.exists(none)).isFalse();
    }
}
