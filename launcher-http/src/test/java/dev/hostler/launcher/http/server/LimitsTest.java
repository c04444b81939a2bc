package dev.hostler.launcher.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.launcher.http.v1.ProblemDialect;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that want more than is theirs, over real sockets. */
@Timeout(120)
class LimitsTest {
    private static final Duration IDLE = Duration.ofMillis(1500);
    private static final int CONNECTIONS = 20;
    private static final int BODY = 100_000;

    private HttpListener listener;

    @BeforeEach
    void listen() {
        Dialect dialect = new ProblemDialect();
        Route count = new Route(
                "POST",
                "/count",
                Access.OPEN,
                dialect,
                call -> CompletableFuture.completedFuture(Answer.json(200, call.body().length)));
        Route much = new Route(
                "GET",
                "/much",
                Access.OPEN,
                dialect,
                call -> CompletableFuture.completedFuture(Answer.of(200, "text/plain", new byte[32 << 20])));
        listener = HttpListener.open(
                new Address("127.0.0.1", 0, Optional.empty()),
                new Routes(List.of(count, much)),
                new ApiKeys(List.of()),
                new Limits(BODY, 4096, IDLE, CONNECTIONS),
                path -> dialect);
    }

    @AfterEach
    void close() {
        listener.close();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket("127.0.0.1", listener.port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String answer(Socket socket) {
        try {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (SocketTimeoutException held) {
            throw new AssertionError("the connection is held", held);
        } catch (IOException reset) {
            return "reset";
        }
    }

    private String ask(String request) throws IOException {
        try (Socket socket = connect()) {
            send(socket, request);
            return answer(socket);
        }
    }

    private static String post(int length, String more) {
        return "POST /count HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: " + length + "\r\n" + more
                + "\r\n";
    }

    private void assertServes() throws IOException {
        assertThat(ask(post(3, "") + "abc")).startsWith("HTTP/1.1 200").endsWith("3");
    }

    @Test
    void aBodyMayHaveExactlyTheLimit() throws Exception {
        assertThat(ask(post(BODY, "") + "x".repeat(BODY)))
                .startsWith("HTTP/1.1 200")
                .endsWith("" + BODY);
        assertThat(ask(post(BODY + 1, "") + "x".repeat(BODY + 1))).startsWith("HTTP/1.1 413");
        assertServes();
    }

    @Test
    void aBodyWithoutALengthIsCountedAsItComes() throws Exception {
        String head = "POST /count HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n";
        String chunk = Integer.toHexString(10_000) + "\r\n" + "x".repeat(10_000) + "\r\n";

        assertThat(ask(head + chunk.repeat(10) + "0\r\n\r\n"))
                .startsWith("HTTP/1.1 200")
                .contains("" + BODY);
        assertThat(ask(head + chunk.repeat(11) + "0\r\n\r\n")).startsWith("HTTP/1.1 413");
        assertServes();
    }

    @Test
    void whoAsksFirstIsToldBeforeItSends() throws Exception {
        assertThat(ask(post(BODY + 1, "Expect: 100-continue\r\n"))).startsWith("HTTP/1.1 413");
        assertServes();
    }

    @Test
    void headersHaveALimit() throws Exception {
        assertThat(ask(post(0, "X: " + "y".repeat(3500) + "\r\n"))).startsWith("HTTP/1.1 200");
        assertThat(ask(post(0, "X: " + "y".repeat(4200) + "\r\n"))).startsWith("HTTP/1.1 431");
        assertThat(ask(post(0, "X: y\r\n".repeat(2000)))).startsWith("HTTP/1.1 431");
        assertServes();
    }

    /** Sends a byte every now and then, more often than a silent connection is cut off; returns what it was told. */
    private static String drip(Socket socket, String bytes) throws Exception {
        OutputStream out = socket.getOutputStream();
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        for (int i = 0; System.nanoTime() < end; i++) {
            Thread.sleep(IDLE.toMillis() / 9);
            try {
                out.write(bytes.charAt(i % bytes.length()));
                if (socket.getInputStream().available() > 0) {
                    return answer(socket);
                }
            } catch (IOException cut) {
                return "cut";
            }
        }
        throw new AssertionError("it is never cut off");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GET /now HTTP/1.1\r\nHost: a\r\n"})
    void aHeadThatDripsIsCutOff(String begun) throws Exception {
        try (Socket socket = connect()) {
            send(socket, begun);

            assertThat(drip(socket, "y")).isIn("cut", "reset", "");
        }
        assertServes();
    }

    @Test
    void theHeadOfALaterRequestToo() throws Exception {
        try (Socket socket = connect()) {
            send(socket, "POST /count HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
            byte[] first = socket.getInputStream().readNBytes(15);
            assertThat(new String(first, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200 OK");
            socket.getInputStream().skipNBytes(socket.getInputStream().available());

            assertThat(drip(socket, "G")).isIn("cut", "reset", "");
        }
    }

    @Test
    void aBodyThatDripsIsToldAndCutOff() throws Exception {
        try (Socket socket = connect()) {
            send(socket, post(5000, ""));

            assertThat(drip(socket, "x"))
                    .satisfiesAnyOf(
                            told -> assertThat(told).startsWith("HTTP/1.1 408").contains("TOO_SLOW"),
                            told -> assertThat(told).isIn("cut", "reset"));
        }
        assertServes();
    }

    @Test
    void whoNeverReadsALargeAnswerIsCutOff() throws Exception {
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < CONNECTIONS; i++) {
                silent.add(connect());
                send(silent.get(i), "GET /much HTTP/1.1\r\nHost: a\r\n\r\n");
            }
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> listener.connections() == 0);

            assertServes();
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    @Test
    void connectionsThatRestGiveWayInTime() throws Exception {
        List<Socket> resting = new ArrayList<>();
        try {
            for (int i = 0; i < 2 * CONNECTIONS; i++) {
                resting.add(connect());
            }
            assertServes();
        } finally {
            for (Socket socket : resting) {
                socket.close();
            }
        }
    }
}
