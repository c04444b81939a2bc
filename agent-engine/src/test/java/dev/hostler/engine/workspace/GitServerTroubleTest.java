package dev.hostler.engine.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.job.GitSource;
import dev.hostler.engine.testing.GitHttpServer;
import dev.hostler.engine.testing.GitHttpServer.Behaviour;
import dev.hostler.engine.testing.GitRepository;
import dev.hostler.engine.time.SystemScheduler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GitServerTroubleTest {
    private static final String TOKEN = "canary-4711-token";

    @TempDir
    Path directory;

    private String commit;
    private Fetching fetching;

    @BeforeEach
    void makeRepository() throws IOException {
        GitRepository origin = GitRepository.create(directory.resolve("origin"));
        commit = origin.write("file", "content").commit("first");
        origin.bareAt(directory.resolve("served.git"));
        fetching = new Fetching(directory, Duration.ofSeconds(1));
    }

    @Test
    void givesTheTokenAndStoresItNowhere() throws Exception {
        try (GitHttpServer server = GitHttpServer.start(directory, Behaviour.SMART.withToken(TOKEN))) {
            GitSource source = GitSource.builder(server.url("served.git")).build();
            assertThat(fetching.fetch(source, Optional.of(TOKEN))).isEqualTo(commit);
        }
        assertThat(fetching.notices).noneMatch(line -> line.contains(TOKEN));
        assertThat(filesWith(TOKEN)).isEmpty();
    }

    @Test
    void storesNoUserOfTheUrl() throws Exception {
        try (GitHttpServer server = GitHttpServer.start(directory, Behaviour.SMART.withToken(""))) {
            String url = server.url("served.git").replace("http://", "http://" + TOKEN + "@");
            assertThat(fetching.fetch(url, "HEAD")).isEqualTo(commit);
            assertThat(server.requests().get(server.requests().size() - 1).authorization())
                    .isPresent();
        }
        assertThat(fetching.notices).noneMatch(line -> line.contains(TOKEN));
        assertThat(filesWith(TOKEN)).isEmpty();
    }

    @Test
    void refusesAWrongToken() throws IOException {
        try (GitHttpServer server = GitHttpServer.start(directory, Behaviour.SMART.withToken("right"))) {
            assertRefused(server.url("served.git"), Optional.of(TOKEN))
                    .hasMessageContaining("the server refused the token; check that it is valid")
                    .hasMessageNotContaining(TOKEN);
            assertThat(server.requests()).hasSizeLessThanOrEqualTo(3);
        }
    }

    @Test
    void asksForATokenWhereTheServerDoes() throws IOException {
        try (GitHttpServer server = GitHttpServer.start(directory, Behaviour.SMART.withToken("right"))) {
            assertRefused(server.url("served.git"), Optional.empty())
                    .hasMessageContaining(
                            "the server asks for a login; check the URL, or give the source an access token");
        }
    }

    @Test
    void keepsTheTokenFromAServerThatItIsRedirectedTo() throws Exception {
        try (GitHttpServer other = GitHttpServer.start(directory, Behaviour.SMART);
                GitHttpServer server = GitHttpServer.start(
                        directory, Behaviour.SMART.withToken(TOKEN).redirectingTo(other.base()))) {
            GitSource source = GitSource.builder(server.url("served.git")).build();
            assertThat(fetching.fetch(source, Optional.of(TOKEN))).isEqualTo(commit);
            assertThat(server.requests())
                    .anyMatch(request -> request.authorization().isPresent());
            assertThat(other.requests())
                    .isNotEmpty()
                    .allMatch(request -> request.authorization().isEmpty());
        }
    }

    @Test
    void keepsTheTokenFromAnotherServerThatAsksForIt() throws Exception {
        try (GitHttpServer other = GitHttpServer.start(directory, Behaviour.SMART.withToken(TOKEN));
                GitHttpServer server = GitHttpServer.start(
                        directory, Behaviour.SMART.withToken(TOKEN).redirectingTo(other.base()))) {
            assertRefused(server.url("served.git"), Optional.of(TOKEN)).hasMessageContaining("the server refused");
            assertThat(other.requests())
                    .isNotEmpty()
                    .allMatch(request -> request.authorization().isEmpty());
        }
    }

    @Test
    void refusesARepositoryThatTheServerDoesNotHave() throws IOException {
        try (GitHttpServer server = GitHttpServer.start(directory, Behaviour.SMART)) {
            assertRefused(server.url("none.git"), Optional.empty())
                    .hasMessageContaining("the server has no such repository, or hides it; check the URL");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "403, the server does not allow it",
        "500, the server answered with HTTP status 500",
        "503, the server answered with HTTP status 503",
        "200, it does not answer like a git repository"
    })
    void namesWhatTheServerAnswers(int status, String cause) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] page = "<html>hello</html>".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(status, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        server.start();
        try {
            assertRefused("http://127.0.0.1:" + server.getAddress().getPort() + "/x.git", Optional.empty())
                    .hasMessageContaining(cause);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void refusesAnUnknownHost() {
        assertRefused("https://no-such-host.invalid/x.git", Optional.empty())
                .hasMessageContaining("the host 'no-such-host.invalid' is not known; check the URL");
    }

    @Test
    void refusesAPortWhereNothingListens() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        assertRefused("http://127.0.0.1:" + port + "/x.git", Optional.empty())
                .hasMessageContaining("nothing answers at '127.0.0.1'; check the URL, and that the server runs");
    }

    @Test
    @Timeout(30)
    void leavesAServerThatIsSilent() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            assertRefused("http://127.0.0.1:" + silent.getLocalPort() + "/x.git", Optional.empty())
                    .hasMessageContaining("the server was silent for too long; try again");
        }
    }

    @Test
    @Timeout(30)
    void leavesASilentServerSoonAfterACancellation() throws Exception {
        Path own = Files.createDirectory(directory.resolve("patient"));
        Fetching patient = new Fetching(own, Duration.ofMinutes(5));
        ManualCancellation cancellation = new ManualCancellation();
        try (ServerSocket silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            GitSource source = GitSource.builder("http://127.0.0.1:" + silent.getLocalPort() + "/x.git")
                    .build();
            CompletableFuture<Throwable> outcome = new CompletableFuture<>();
            SystemScheduler.create()
                    .start(
                            "test-fetch",
                            () -> outcome.complete(
                                    thrownBy(() -> patient.run(source, Optional.empty(), cancellation))));
            try (Socket accepted = silent.accept()) {
                assertThat(accepted.isConnected()).isTrue();
                cancellation.cancel();
                assertThat(outcome.get(10, TimeUnit.SECONDS))
                        .isInstanceOf(AgentException.class)
                        .hasMessageContaining("the job was cancelled")
                        .extracting(e -> ((AgentException) e).code())
                        .isEqualTo(ErrorCode.CANCELLED);
            }
        }
    }

    @Test
    void doesNotBeginWhenAlreadyCancelled() {
        ManualCancellation cancellation = new ManualCancellation();
        cancellation.cancel();
        GitSource source =
                GitSource.builder(directory.resolve("origin").toString()).build();
        assertThatThrownBy(() -> fetching.run(source, Optional.empty(), cancellation))
                .hasMessageContaining("the job was cancelled");
        assertThat(fetching.workspace).isEmptyDirectory();
    }

    @Test
    @Timeout(30)
    void endsWhenTheCallerIsInterrupted() throws Exception {
        CompletableFuture<Throwable> outcome = new CompletableFuture<>();
        try (ServerSocket silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            GitSource source = GitSource.builder("http://127.0.0.1:" + silent.getLocalPort() + "/x.git")
                    .build();
            var task = SystemScheduler.create()
                    .start(
                            "test-fetch",
                            () -> outcome.complete(thrownBy(() -> fetching.fetch(source, Optional.empty()))));
            Awaitility.await().until(() -> !fetching.notices.isEmpty());
            task.cancel();
            assertThat(outcome.get(10, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void refusesADirectoryThatIsNotThere() {
        assertRefused("/no/such/directory", Optional.empty())
                .hasMessage(
                        "Cannot check out repository '/no/such/directory': there is no such directory; check the path");
    }

    @Test
    void refusesADirectoryThatIsNoRepository() throws IOException {
        Path plain = Files.createDirectory(directory.resolve("plain"));
        assertRefused(plain.toString(), Optional.empty())
                .hasMessageContaining("there is no git repository; check the path");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"git://example.org/x.git", "ext::sh -c id", "some/relative/path", "file://other/x", "ftp://h/x"})
    void refusesOtherWays(String url) {
        assertThatThrownBy(() -> fetching.fetch(url, "HEAD"))
                .isInstanceOf(AgentException.class)
                .hasMessageStartingWith("Cannot check out repository '" + url + "': ")
                .extracting(e -> ((AgentException) e).code())
                .isEqualTo(ErrorCode.INVALID_INPUT);
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(String url, Optional<String> token) {
        GitSource source = GitSource.builder(url).build();
        AbstractThrowableAssert<?, ? extends Throwable> thrown = assertThatThrownBy(() -> fetching.fetch(source, token))
                .isInstanceOf(AgentException.class)
                .hasMessageStartingWith("Cannot check out repository '" + url + "': ");
        thrown.extracting(e -> ((AgentException) e).code()).isEqualTo(ErrorCode.SOURCE_UNAVAILABLE);
        return thrown;
    }

    private interface Call {
        Object run() throws Exception;
    }

    private static Throwable thrownBy(Call call) {
        try {
            return new AssertionError("ended with " + call.run());
        } catch (Exception e) {
            return e;
        }
    }

    private List<Path> filesWith(String text) throws IOException {
        try (Stream<Path> files = Files.walk(fetching.workspace)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> contains(file, text))
                    .toList();
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
