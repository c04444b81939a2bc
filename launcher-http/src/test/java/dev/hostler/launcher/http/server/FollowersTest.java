package dev.hostler.launcher.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hostler.launcher.http.v1.ProblemDialect;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that are handed content as it comes, over real sockets. */
@Timeout(120)
class FollowersTest {
    private static final Duration IDLE = Duration.ofMillis(900);
    private static final Limits LIMITS = new Limits(1 << 20, 16 << 10, IDLE, 2000);

    private final ManyLines lines = new ManyLines();
    private final Dialect dialect = new ProblemDialect();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final SpokenLog told = SpokenLog.of(Follower.class);
    private HttpListener listener;

    @BeforeEach
    void listen() {
        Routes routes = new Routes(List.of(
                route("/text", "", ""),
                route("/events", "~", "bye: "),
                new Route(
                        "GET",
                        "/socket",
                        Access.OPEN,
                        dialect,
                        call -> CompletableFuture.completedFuture(Answer.messages(lines.feed("~", "bye: ")))),
                new Route(
                        "GET",
                        "/now",
                        Access.OPEN,
                        dialect,
                        call -> CompletableFuture.completedFuture(Answer.json(200, List.of())))));
        listener = HttpListener.open(
                new Address("127.0.0.1", 0, Optional.empty()), routes, new ApiKeys(List.of()), LIMITS, path -> dialect);
    }

    private Route route(String path, String lifeSign, String farewell) {
        return new Route(
                "GET",
                path,
                Access.OPEN,
                dialect,
                call -> CompletableFuture.completedFuture(Answer.feed("text/plain", lines.feed(lifeSign, farewell))));
    }

    @AfterEach
    void close() {
        listener.close();
        told.close();
        threads.shutdownNow();
        assertThat(lines.open()).as("feeds that are not closed").isZero();
    }

    private Socket ask(String path) throws IOException {
        Socket socket = new Socket("127.0.0.1", listener.port());
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String rest(Socket socket) {
        try (socket) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "broken";
        }
    }

    /** Takes the sizes of chunks out. */
    private static String body(String answer) {
        StringBuilder body = new StringBuilder();
        String left = answer.substring(answer.indexOf("\r\n\r\n") + 4);
        while (true) {
            int line = left.indexOf("\r\n");
            int size = line < 0 ? -1 : Integer.parseInt(left.substring(0, line), 16);
            if (size < 0) {
                return body + "(without an end)";
            }
            if (size == 0) {
                return body.toString();
            }
            body.append(left, line + 2, line + 2 + size);
            left = left.substring(line + 2 + size + 2);
        }
    }

    /** Those of servers that are closed stay for a while. */
    private static Set<Thread> threadsOfFollowers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("hostler-follow"))
                .collect(Collectors.toSet());
    }

    private void awaitFollowers(int count) {
        await().atMost(Duration.ofSeconds(20)).until(() -> listener.followers() == count);
    }

    @Test
    void twoHundredGetTheSameAndAllOfItWithAFewThreads() throws Exception {
        Set<Thread> ofOthers = threadsOfFollowers();
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Socket socket = ask("/text");
            answers.add(CompletableFuture.supplyAsync(() -> body(rest(socket)), threads));
        }
        awaitFollowers(200);
        Set<Thread> own = threadsOfFollowers();
        own.removeAll(ofOthers);
        assertThat(own).hasSizeLessThanOrEqualTo(5);
        for (int i = 0; i < 3000; i++) {
            lines.print("line " + i + " of what everybody is to get\n");
        }
        lines.end();

        for (CompletableFuture<String> answer : answers) {
            assertThat(answer.get()).isEqualTo(lines.text());
        }
        awaitFollowers(0);
    }

    @Test
    void thoseThatNeverReadAreCutOffAndHoldUpNobody() throws Exception {
        List<Socket> silent = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            silent.add(ask("/text"));
        }
        Socket reading = ask("/text");
        awaitFollowers(11);
        lines.print("x".repeat(16 << 20));
        lines.end();
        String read = body(rest(reading));

        assertThat(read).isEqualTo(lines.text());
        awaitFollowers(0);
        assertThat(told.lines())
                .filteredOn(line -> line.matches("Cut off GET /text for .*: its client has taken nothing for \\d+ s"))
                .hasSize(10);
        for (Socket socket : silent) {
            assertThat(rest(socket))
                    .satisfiesAnyOf(
                            text -> assertThat(text).isEqualTo("broken"),
                            text -> assertThat(body(text.substring(0, text.indexOf("\r\n\r\n") + 4)))
                                    .isEqualTo("(without an end)"));
        }
    }

    @Test
    void whoHasGotAllAndKeepsItsEndOpenIsForgotten() throws Exception {
        Socket socket = ask("/text");
        awaitFollowers(1);
        lines.print("all\n");
        lines.end();
        awaitFollowers(0);

        await().atMost(Duration.ofSeconds(20)).until(() -> listener.connections() == 0);
        assertThat(body(rest(socket))).isEqualTo("all\n");
        assertThat(told.lines()).isEmpty();
    }

    @Test
    void aHangUpFreesEverythingThoughNothingIsPrinted() throws Exception {
        for (String path : List.of("/text", "/events")) {
            Socket socket = ask(path);
            awaitFollowers(1);
            assertThat(lines.open()).isEqualTo(1);

            socket.close();

            awaitFollowers(0);
            assertThat(lines.open()).as(path).isZero();
        }
    }

    @Test
    void whoWaitsForLongIsShownThatAllIsWellAndIsNotCutOff() throws Exception {
        Socket socket = ask("/events");
        InputStream in = socket.getInputStream();
        StringBuilder seen = new StringBuilder();
        while (seen.chars().filter(c -> c == '~').count() < 6) {
            seen.append((char) in.read());
        }
        Socket quiet = ask("/text");
        await().pollDelay(IDLE.multipliedBy(3)).until(() -> true);
        lines.print("at last");
        lines.end();

        assertThat(body(rest(quiet))).isEqualTo("at last");
        assertThat(rest(socket)).contains("at last");
    }

    @Test
    void theEndOfTheServerIsToldWhereItCanBeAndSeenWhereNot() throws Exception {
        lines.print("begun\n");
        Socket events = ask("/events");
        Socket text = ask("/text");
        awaitFollowers(2);

        listener.close();

        assertThat(body(rest(events))).startsWith("begun\n").endsWith("bye: the agent stops; go on when it is back");
        assertThat(rest(text))
                .satisfiesAnyOf(
                        answer -> assertThat(answer).isEqualTo("broken"),
                        answer -> assertThat(answer).doesNotEndWith("\r\n0\r\n\r\n"));
    }

    private SocketReader openSocket() {
        SocketReader reader = SocketReader.open(URI.create("http://127.0.0.1:" + listener.port() + "/socket"));
        awaitFollowers(1);
        return reader;
    }

    @Test
    void whoAsksForAWebSocketInTheWrongWayIsRefused() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", listener.port())) {
            socket.getOutputStream()
                    .write(
                            "GET /socket HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 7\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));

            assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 400");
        }
        assertThat(lines.open()).isZero();
    }

    @Test
    void aWebSocketGetsAllAndIsClosedAtTheEnd() {
        SocketReader reader = openSocket();
        String much = "much of it ".repeat(100_000) + "\n";
        lines.print("first\n");
        lines.print(much);
        lines.end();

        assertThat(reader.all().replace("~", "")).isEqualTo("first\n" + much);
        assertThat(reader.status()).isEqualTo(1000);
        awaitFollowers(0);
    }

    @Test
    void aWebSocketThatRestsStaysAndIsToldOfTheEndOfTheServer() {
        SocketReader reader = openSocket();
        await().pollDelay(IDLE.multipliedBy(3)).until(() -> true);
        reader.socket().sendPing(ByteBuffer.wrap(new byte[] {1})).join();
        reader.socket().sendText("nobody asked", true).join();
        lines.print("still here ");
        await().until(() -> reader.soFar().contains("still here "));

        listener.close();

        assertThat(reader.all())
                .contains("~")
                .contains("still here ")
                .endsWith("bye: the agent stops; go on when it is back");
    }

    @Test
    void aWebSocketThatIsClosedOrBrokenFreesEverything() {
        for (boolean broken : new boolean[] {false, true}) {
            SocketReader reader = openSocket();
            if (broken) {
                reader.socket().abort();
            } else {
                reader.socket().sendClose(1000, "").join();
            }
            awaitFollowers(0);
            assertThat(lines.open()).isZero();
        }
    }

    @Test
    void aHeadOfAFeedIsItsHeadAlone() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", listener.port())) {
            socket.getOutputStream()
                    .write("HEAD /text HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            assertThat(rest(socket)).startsWith("HTTP/1.1 200").endsWith("\r\n\r\n");
        }
        assertThat(lines.open()).isZero();
    }

    @Test
    void whatComesBehindTheRequestIsNoReasonToStop() throws Exception {
        Socket socket = ask("/text");
        awaitFollowers(1);
        socket.getOutputStream().write("GET /now HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        await().pollDelay(Duration.ofMillis(300)).until(() -> true);
        lines.print("all\n");
        lines.end();

        assertThat(body(rest(socket))).isEqualTo("all\n");
    }
}
