package dev.hostler.launcher.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class PlainWireTest {
    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir
    private Path home;

    private int sockets;

    private SocketAddress socket() {
        sockets++;
        return UnixDomainSocketAddress.of(home.resolve(sockets + ".sock"));
    }

    private static Order order(Optional<String> body) {
        return new Order(
                body.isPresent() ? "POST" : "GET", "/v1/x?y=1", Map.of("X-API-Key", "k"), body, Optional.of(SHORT));
    }

    private static Reply send(ScriptedServer server) throws IOException {
        return new PlainWire(server.address(), "example", SHORT).send(order(Optional.empty()));
    }

    private String answered(String answer) throws IOException {
        try (ScriptedServer server = ScriptedServer.start(socket(), answer, true);
                Reply reply = send(server)) {
            return reply.status() + " " + reply.text();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "content-length: 7\r\n\r\nhällo\nand more",
                "Transfer-Encoding: chunked\r\n\r\n3\r\nhä\r\n4;x=y\r\nllo\n\r\n0\r\nTrailer: t\r\n\r\n",
            })
    void readsAsMuchAsWasTold(String rest) throws IOException {
        assertThat(answered(OK + rest)).isEqualTo("200 hällo\n");
    }

    @Test
    void aProvisionalAnswerIsNotTheAnswer() throws IOException {
        assertThat(answered("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno"))
                .isEqualTo("404 no");
        assertThat(answered("HTTP/1.1 204 No Content\r\nContent-Length: 9\r\n\r\n"))
                .isEqualTo("204 ");
    }

    @Test
    void withoutALengthItReadsToTheEnd() throws IOException {
        try (ScriptedServer server = ScriptedServer.start(socket(), "HTTP/1.0 200 OK\r\n\r\nall of it", false);
                Reply reply = send(server)) {
            assertThat(reply.text()).isEqualTo("all of it");
        }
    }

    @Test
    void sendsWhatWasOrderedOverTcpToo() throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (ScriptedServer server = ScriptedServer.start(any, OK + "Content-Length: 0\r\n\r\n", true);
                Reply reply = new PlainWire(server.address(), "h:1", SHORT).send(order(Optional.of("{\"ä\":1}")))) {
            assertThat(reply.text()).isEmpty();
            assertThat(server.request())
                    .startsWith("POST /v1/x?y=1 HTTP/1.1\r\nHost: h:1\r\n")
                    .contains("X-API-Key: k\r\n", "Content-Length: 8\r\n", "Connection: close\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 9\r\n\r\nhello",
                "Transfer-Encoding: chunked\r\n\r\n9\r\nhello",
                "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
                "Content-Length: 9\r\n",
            })
    void thatAnAnswerBreaksOffIsAnError(String rest) throws IOException {
        try (ScriptedServer server = ScriptedServer.start(socket(), OK + rest, false)) {
            assertThatThrownBy(() -> {
                        try (Reply reply = send(server)) {
                            reply.text();
                        }
                    })
                    .isInstanceOf(IOException.class)
                    .hasMessageMatching(".*(breaks off|was closed before).*");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "220 mail.example ESMTP\\r\\n|does not speak HTTP",
                "HTTP/2 200\\r\\n|does not speak HTTP",
                "HTTP/1.1 200 OK\\r\\nno header\\r\\n\\r\\n|not HTTP's",
                "HTTP/1.1 200 OK\\r\\nContent-Length: -1\\r\\n\\r\\n|no number",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: gzip\\r\\n\\r\\n|gzip is not known",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nxyz\\r\\n|no size",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n1\\r\\nabc\\r\\n|no end",
            })
    void whatIsNoHttpIsRefused(String answer, String cause) {
        assertThatThrownBy(() -> answered(answer.replace("\\r\\n", "\r\n")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(cause);
    }

    @Test
    void aServerThatIsSilentIsLeft() throws IOException {
        try (ScriptedServer server = ScriptedServer.start(socket(), "", true)) {
            assertThatThrownBy(() -> send(server)).hasMessageContaining("no answer within");
        }
    }

    @Test
    void aServerThatFallsSilentIsLeft() throws IOException {
        try (ScriptedServer server = ScriptedServer.start(socket(), OK + "Content-Length: 9\r\n\r\nhel", true);
                Reply reply = send(server)) {
            assertThatThrownBy(reply::text).hasMessageContaining("no answer within");
        }
    }

    @Test
    void aHeadWithoutAnEndIsLeft() throws IOException {
        try (ScriptedServer server = ScriptedServer.start(socket(), OK + "X: y\r\n".repeat(20_000), true)) {
            assertThatThrownBy(() -> send(server)).hasMessageContaining("not HTTP's");
        }
    }

    @Test
    void nobodyThereIsAnError() {
        assertThatThrownBy(() -> new PlainWire(socket(), "x", SHORT).send(order(Optional.empty())))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(
                        () -> new PlainWire(InetSocketAddress.createUnresolved("no.such.host.invalid", 80), "x", SHORT)
                                .send(order(Optional.empty())))
                .hasMessageContaining("there is no host no.such.host.invalid");
    }

    @Test
    void aHeaderCantSmuggleAnother() throws IOException {
        Order order = new Order("GET", "/", Map.of("X-API-Key", "k\r\nX: y"), Optional.empty(), Optional.of(SHORT));
        try (ScriptedServer server = ScriptedServer.start(socket(), "", true)) {
            assertThatThrownBy(() -> new PlainWire(server.address(), "x", SHORT).send(order))
                    .hasMessageContaining("X-API-Key")
                    .hasMessageNotContaining("k\r");
        }
    }

    @Test
    void linesEndWithALineFeedAndACrAloneIsAPartOfThem() throws IOException {
        String text = "one\r\ntwo 10%\rtwo 20%\n\nlast";
        List<String> lines = new ArrayList<>();
        try (ScriptedServer server = ScriptedServer.start(
                        socket(), OK + "Content-Length: " + text.length() + "\r\n\r\n" + text, true);
                Reply reply = send(server)) {
            for (Optional<String> line = reply.line(); line.isPresent(); line = reply.line()) {
                lines.add(line.get());
            }
        }
        assertThat(lines).containsExactly("one", "two 10%\rtwo 20%", "", "last");
    }
}
