package dev.hostler.launcher.cli.client;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Where an agent of this user listens on this host, without a port. */
final class AgentSocket {
    static final String VARIABLE = "HOSTLER_SOCKET";
    private static final String NONE = "none";
    private static final Path BELOW = Path.of("hostler", "agent.sock");
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private AgentSocket() {}

    /** Returns the socket if somebody answers there now; what a dead agent has left is none. */
    static Optional<Path> find(Map<String, String> environment) {
        return place(environment).filter(Files::exists).filter(AgentSocket::answers);
    }

    /** The place is the agent's own rule, see docs/http.md. */
    private static Optional<Path> place(Map<String, String> environment) {
        Optional<String> named = Optional.ofNullable(environment.get(VARIABLE)).filter(text -> !text.isEmpty());
        try {
            if (named.isPresent()) {
                return named.filter(text -> !text.equals(NONE)).map(Path::of);
            }
            return CurrentUser.isRoot()
                    ? Optional.of(Path.of("/run").resolve(BELOW))
                    : Optional.ofNullable(environment.get("XDG_RUNTIME_DIR"))
                            .map(Path::of)
                            .filter(Path::isAbsolute)
                            .map(directory -> directory.resolve(BELOW));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static boolean answers(Path socket) {
        try (TimedChannel channel = TimedChannel.connect(UnixDomainSocketAddress.of(socket), LIMIT)) {
            return true;
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }
}
