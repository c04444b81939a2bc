package dev.hostler.launcher.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.error.AgentException;
import dev.hostler.launcher.http.SocketCaller;
import dev.hostler.launcher.http.v1.ProblemDialect;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers on real Unix domain sockets. */
class LocalSocketTest {
    @TempDir
    private Path directory;

    private final List<HttpListener> open = new ArrayList<>();
    private Path place;

    @BeforeEach
    void name() {
        place = directory.resolve("run/hostler/agent.sock");
    }

    @AfterEach
    void close() throws IOException {
        open.forEach(HttpListener::close);
        if (Files.exists(place.getParent())) {
            try (Stream<Path> files = Files.list(place.getParent())) {
                assertThat(files.filter(file -> !file.equals(place)))
                        .as("left beside the socket")
                        .isEmpty();
            }
        }
    }

    private HttpListener serve(String words) {
        Dialect dialect = new ProblemDialect();
        Route route = new Route(
                "GET", "/who", Access.KEY, dialect, call -> CompletableFuture.completedFuture(Answer.json(200, words)));
        HttpListener listener = HttpListener.open(
                new Address("127.0.0.1", 0, Optional.empty()),
                new Routes(List.of(route)),
                new ApiKeys(List.of("key")),
                Limits.USUAL,
                path -> dialect);
        open.add(listener);
        return listener;
    }

    private String who(String... headers) throws IOException {
        return SocketCaller.ask(place, "GET", "/who", "", headers);
    }

    private static String rights(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void itsOwnerNeedsNoKeyAndNobodyElseGetsIn() throws IOException {
        serve("the agent").listenOn(place);

        assertThat(who()).startsWith("HTTP/1.1 200").endsWith("\"the agent\"");
        assertThat(who("X-API-Key: of-somebody-else")).startsWith("HTTP/1.1 200");
        assertThat(rights(place)).isEqualTo("rw-------");
        assertThat(rights(place.getParent())).isEqualTo("rwx------");
    }

    @Test
    void aDirectoryThatIsThereStaysAsItIs() throws IOException {
        Files.createDirectories(place.getParent());
        Files.setPosixFilePermissions(place.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));

        serve("the agent").listenOn(place);

        assertThat(rights(place.getParent())).isEqualTo("rwxr-xr-x");
        assertThat(rights(place)).isEqualTo("rw-------");
    }

    @Test
    void whatADeadAgentHasLeftIsReplaced() throws IOException {
        Files.createDirectories(place.getParent());
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(place));
        }
        assertThat(place).exists();

        serve("the next one").listenOn(place);

        assertThat(who()).endsWith("\"the next one\"");
    }

    @Test
    void anAgentThatLivesKeepsItsPlace() throws IOException {
        serve("the first").listenOn(place);
        HttpListener second = serve("the second");

        assertThatThrownBy(() -> second.listenOn(place))
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("Cannot listen on socket '" + place + "'")
                .hasMessageContaining("another process serves there");
        second.close();

        assertThat(who()).endsWith("\"the first\"");
    }

    @Test
    void whatIsNoSocketIsLeftAlone() throws IOException {
        Files.createDirectories(place.getParent());
        Files.writeString(place, "precious");

        HttpListener listener = serve("the agent");
        assertThatThrownBy(() -> listener.listenOn(place)).hasMessageContaining("a file that is no socket");

        assertThat(place).hasContent("precious");
    }

    @Test
    void theEndRemovesTheSocketAndOnlyItsOwn() throws IOException {
        HttpListener first = serve("the first");
        first.listenOn(place);
        first.close();
        assertThat(place).doesNotExist();

        HttpListener second = serve("the second");
        second.listenOn(place);
        Files.delete(place);
        HttpListener third = serve("the third");
        third.listenOn(place);
        second.close();

        assertThat(who()).endsWith("\"the third\"");
    }

    @Test
    void aPathThatNoSocketCanHaveIsRefusedByItsLength() {
        HttpListener listener = serve("the agent");

        assertThatThrownBy(() -> listener.listenOn(directory.resolve("x".repeat(100))))
                .hasMessageContaining("more than 80 characters");
    }
}
