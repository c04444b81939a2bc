package dev.hostler.launcher.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.error.AgentException;
import dev.hostler.launcher.http.tls.Certificates;
import dev.hostler.launcher.http.tls.TlsFiles;
import dev.hostler.launcher.http.v1.ProblemDialect;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers with certificates, over real connections. */
@Timeout(120)
class TlsTest {
    private static final Duration PACE = Duration.ofMillis(200);
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private static Path made;

    private static Certificates certificates;

    @TempDir
    private Path directory;

    private final ManyLines lines = new ManyLines();
    private HttpListener listener;

    @BeforeAll
    static void make() throws Exception {
        certificates = new Certificates(made)
                .authority("ca")
                .authority("other-ca")
                .issued("first", "ca", "EC", "-ext", "san=ip:127.0.0.1")
                .issued("second", "ca", "RSA", "-ext", "san=ip:127.0.0.1")
                .issued("third", "ca", "Ed25519", "-ext", "san=ip:127.0.0.1")
                .issued("alice", "ca", "EC")
                .issued("bob", "ca", "EC", "-ext", "san=dns:builder.example,uri:urn:builders:7")
                .issued("stranger", "other-ca", "EC");
    }

    @AfterEach
    void close() {
        if (listener != null) {
            listener.close();
        }
        assertThat(lines.open()).isZero();
    }

    private TlsFiles files(String name, Optional<String> clientCa, String... clientNames) throws Exception {
        write("cert.pem", certificates.chain(name));
        write("key.pem", certificates.key(name));
        if (clientCa.isPresent()) {
            write("ca.pem", certificates.chain(clientCa.get()));
        }
        return new TlsFiles(
                directory.resolve("cert.pem"),
                Optional.of(directory.resolve("key.pem")),
                Optional.empty(),
                clientCa.map(ca -> directory.resolve("ca.pem")),
                Set.of(clientNames));
    }

    /** In one step, as whoever replaces a certificate should. */
    private void write(String name, String text) throws IOException {
        Path next = Files.writeString(directory.resolve(name + ".next"), text);
        Files.move(next, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private void listen(TlsFiles files) {
        Dialect dialect = new ProblemDialect();
        Route now = new Route(
                "GET",
                "/now",
                Access.OPEN,
                dialect,
                call -> CompletableFuture.completedFuture(Answer.json(200, "yes")));
        Route feed = new Route(
                "GET",
                "/feed",
                Access.OPEN,
                dialect,
                call -> CompletableFuture.completedFuture(Answer.feed("text/plain", lines.feed("", ""))));
        listener = HttpListener.open(
                new Address("127.0.0.1", 0, Optional.of(files)),
                new Routes(List.of(now, feed)),
                new ApiKeys(List.of()),
                new Limits(1 << 20, 16 << 10, Duration.ofSeconds(3), 100),
                path -> dialect,
                PACE);
    }

    private String now(HttpClient client) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + listener.port() + "/now"))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    /** Returns whose certificate a new connection is shown. */
    private String shown() throws Exception {
        try (SSLSocket socket =
                (SSLSocket) certificates.client("ca").getSocketFactory().createSocket("127.0.0.1", listener.port())) {
            socket.startHandshake();
            X509Certificate certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return certificate.getSubjectX500Principal().getName().replaceFirst("CN=([a-z]+),.*", "$1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"first", "second", "third"})
    void everyKindOfKeyServes(String name) throws Exception {
        listen(files(name, Optional.empty()));

        assertThat(now(certificates.httpClient("ca"))).isEqualTo("\"yes\"");
        assertThatThrownBy(() -> now(certificates.httpClient("other-ca"))).isInstanceOf(IOException.class);
    }

    @Test
    void aStoreServesToo() throws Exception {
        Path store = directory.resolve("server.p12");
        certificates.storeOf("first", store);

        listen(new TlsFiles(store, Optional.empty(), Optional.of(Certificates.PASSWORD), Optional.empty(), Set.of()));

        assertThat(now(certificates.httpClient("ca"))).isEqualTo("\"yes\"");
    }

    @Test
    void nothingIsAnsweredInTheClear() throws Exception {
        listen(files("first", Optional.empty()));

        try (Socket socket = new Socket("127.0.0.1", listener.port())) {
            socket.getOutputStream().write("GET /now HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            String answer = "";
            try {
                answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            } catch (IOException reset) {
                // refused as well
            }
            assertThat(answer).doesNotContain("yes");
        }
    }

    @Test
    void clientsNeedACertificateOfTheRightAuthority() throws Exception {
        listen(files("first", Optional.of("ca")));

        assertThat(now(certificates.httpClient("ca", "alice"))).isEqualTo("\"yes\"");
        assertThat(now(certificates.httpClient("ca", "bob"))).isEqualTo("\"yes\"");
        assertThatThrownBy(() -> now(certificates.httpClient("ca"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> now(certificates.httpClient("ca", "stranger"))).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @CsvSource({"alice,alice", "builder.example,bob", "urn:builders:7,bob"})
    void clientsNeedANameThatIsAllowed(String allowed, String who) throws Exception {
        listen(files("first", Optional.of("ca"), allowed, "nobody"));

        assertThat(now(certificates.httpClient("ca", who))).isEqualTo("\"yes\"");
        String other = who.equals("bob") ? "alice" : "bob";
        assertThatThrownBy(() -> now(certificates.httpClient("ca", other))).isInstanceOf(IOException.class);
    }

    @Test
    void aNameAloneOpensNothing() throws Exception {
        certificates.issued("forged", "other-ca", "EC", "-dname", "CN=alice");
        listen(files("first", Optional.of("ca"), "alice"));

        assertThatThrownBy(() -> now(certificates.httpClient("ca", "forged"))).isInstanceOf(IOException.class);
    }

    @Test
    void aNewCertificateIsShownToNewConnectionsAndOldOnesGoOn() throws Exception {
        listen(files("first", Optional.empty()));
        HttpClient old = certificates.httpClient("ca");
        assertThat(now(old)).isEqualTo("\"yes\"");
        assertThat(shown()).isEqualTo("first");
        Socket following = certificates.client("ca").getSocketFactory().createSocket("127.0.0.1", listener.port());
        following.getOutputStream().write("GET /feed HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        Awaitility.await().until(() -> listener.followers() == 1);

        write("key.pem", certificates.key("second"));
        write("cert.pem", certificates.chain("second"));

        Awaitility.await().atMost(SOON).until(() -> shown().equals("second"));
        assertThat(now(old)).isEqualTo("\"yes\"");
        lines.print("to the end");
        lines.end();
        try (following;
                InputStream in = following.getInputStream()) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).endsWith("to the end");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"damaged", "gone", "the key of another"})
    void whatCantBeUsedChangesNothingUntilItIsRight(String what) throws Exception {
        listen(files("first", Optional.empty()));
        switch (what) {
            case "damaged" -> write("cert.pem", certificates.chain("second").substring(0, 500));
            case "gone" -> Files.delete(directory.resolve("key.pem"));
            default -> write("key.pem", certificates.key("second"));
        }
        Awaitility.await().pollDelay(PACE.multipliedBy(4)).until(() -> true); // it has looked
        assertThat(shown()).isEqualTo("first");
        assertThat(now(certificates.httpClient("ca"))).isEqualTo("\"yes\"");

        write("key.pem", certificates.key("third"));
        write("cert.pem", certificates.chain("third"));

        Awaitility.await().atMost(SOON).until(() -> shown().equals("third"));
    }

    @Test
    void theAuthorityOfClientsIsReadAgainToo() throws Exception {
        listen(files("first", Optional.of("ca")));
        assertThat(now(certificates.httpClient("ca", "alice"))).isEqualTo("\"yes\"");

        write("ca.pem", certificates.chain("other-ca"));

        Awaitility.await().atMost(SOON).until(() -> {
            try {
                return now(certificates.httpClient("ca", "stranger")).equals("\"yes\"");
            } catch (IOException notYet) {
                return false;
            }
        });
        assertThatThrownBy(() -> now(certificates.httpClient("ca", "alice"))).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "cert.pem,nothing,there is no certificate in it",
        "key.pem,nothing,there is no private key in it",
        "key.pem,-----BEGIN RSA PRIVATE KEY-----AAAA-----END RSA PRIVATE KEY-----,openssl pkcs8",
        "key.pem,-----BEGIN PRIVATE KEY-----AAAA-----END PRIVATE KEY-----,the key is damaged",
        "cert.pem,-----BEGIN CERTIFICATE-----AAAA-----END CERTIFICATE-----,cert.pem",
        "ca.pem,nothing,there is no certificate in it",
    })
    void aServerDoesNotStartWithFilesThatCantBeUsed(String file, String content, String cause) throws Exception {
        TlsFiles files = files("first", Optional.of("ca"));
        write(file, content);

        assertThatThrownBy(() -> listen(files))
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("Cannot use TLS file '" + directory)
                .hasMessageContaining(cause);
        Files.delete(directory.resolve(file));
        assertThatThrownBy(() -> listen(files))
                .hasMessageContaining(file)
                .hasMessageContaining("there is no such file");
    }

    @Test
    void aClientThatCameByAnotherNameAndHangsUpLeavesNothingBehind() throws Exception {
        listen(files("first", Optional.empty()));
        SSLSocket socket =
                (SSLSocket) certificates.client("ca").getSocketFactory().createSocket("127.0.0.1", listener.port());
        socket.getOutputStream().write("GET /feed HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        Awaitility.await().until(() -> listener.followers() == 1);

        socket.close();

        Awaitility.await().atMost(SOON).until(() -> listener.followers() == 0);
    }

    @Test
    void whoConnectsAndSaysNothingIsCutOff() throws Exception {
        listen(files("first", Optional.empty()));
        try (Socket socket = new Socket("127.0.0.1", listener.port())) {
            socket.setSoTimeout((int) SOON.toMillis());

            assertThat(socket.getInputStream().readAllBytes()).isEmpty();
        }
    }
}
