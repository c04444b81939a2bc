package dev.hostler.engine.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.workload.HealthCheck;
import dev.hostler.engine.time.SystemScheduler;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Questions to real sockets. */
class QuestionsTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(200);

    private final SystemScheduler scheduler = SystemScheduler.create();
    private final List<String> heard = new ArrayList<>();
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        scheduler.close();
    }

    /** Answers one connection, and keeps it open until the server is closed. */
    private void answer(String text) {
        scheduler.start("test-server", () -> {
            try (Socket socket = server.accept()) {
                byte[] request = new byte[4096];
                heard.add(new String(
                        request, 0, Math.max(0, socket.getInputStream().read(request))));
                OutputStream out = socket.getOutputStream();
                out.write(text.getBytes(StandardCharsets.UTF_8));
                out.flush();
                assertThat(socket.getInputStream().read()).isNegative();
            } catch (IOException testIsOver) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private Optional<String> http(HealthCheck.Http page, Duration limit) {
        return new HttpQuestion("127.0.0.1", page, scheduler).trouble(limit);
    }

    private HealthCheck.Http page() {
        return new HealthCheck.Http(server.getLocalPort(), "/up?now", Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.0 204\r\n", "HTTP/1.1 399 x\n"})
    void aPageThatIsThereIsWell(String answer) {
        answer(answer);

        assertThat(http(page(), LONG)).isEmpty();
        assertThat(heard.get(0)).startsWith("GET /up?now HTTP/1.1\r\nHost: 127.0.0.1:" + server.getLocalPort());
    }

    @Test
    void theHostIsTheOneThatIsGiven() {
        answer("HTTP/1.1 200 OK\r\n\r\n");

        assertThat(http(new HealthCheck.Http(server.getLocalPort(), "/", Optional.of("shop.example")), LONG))
                .isEmpty();
        assertThat(heard.get(0)).contains("\r\nHost: shop.example\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 500 No\r\n\r\n", "HTTP/1.1 404\n", "HTTP/1.1 199 x\n"})
    void anyOtherStatusIsTrouble(String answer) {
        answer(answer);

        assertThat(http(page(), LONG).orElseThrow()).contains("/up?now is answered with " + answer.substring(9, 12));
    }

    @Test
    void whatIsNoHttpIsTrouble() {
        answer("SSH-2.0-hello\r\n");
        assertThat(http(page(), LONG).orElseThrow()).contains("no HTTP");
    }

    @Test
    void aLineWithoutEndIsTrouble() {
        answer("H".repeat(2000));
        assertThat(http(page(), LONG).orElseThrow()).contains("no HTTP");
    }

    @Test
    void silenceEndsWithTheLimit() {
        answer("");
        assertThat(http(page(), SHORT)).isPresent();
    }

    @Test
    void aDripOfBytesEndsWithTheLimitToo() {
        scheduler.start("test-drip", () -> {
            try (Socket socket = server.accept()) {
                while (true) {
                    socket.getOutputStream().write('H');
                    scheduler.sleep(Duration.ofMillis(10));
                }
            } catch (IOException | InterruptedException hungUp) {
                Thread.currentThread().interrupt();
            }
        });

        assertThat(http(page(), SHORT)).isPresent();
    }

    @Test
    void aPortIsWellIfSomebodyListens() throws IOException {
        int port = server.getLocalPort();
        assertThat(new TcpQuestion("127.0.0.1", port).trouble(LONG)).isEmpty();

        server.close();

        assertThat(new TcpQuestion("127.0.0.1", port).trouble(LONG).orElseThrow())
                .contains("port " + port);
        assertThat(http(new HealthCheck.Http(port, "/", Optional.empty()), LONG).orElseThrow())
                .contains(":" + port + "/");
    }
}
