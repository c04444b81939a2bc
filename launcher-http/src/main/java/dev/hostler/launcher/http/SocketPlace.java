package dev.hostler.launcher.http;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the door has its Unix domain socket. Immutable.
 *
 * @param path the socket
 * @param asked whether somebody has named it; a door does without one that nobody has asked for
 */
record SocketPlace(Path path, boolean asked) {
    private static final String NONE = "none";
    private static final Path BELOW = Path.of("hostler", "agent.sock");

    /**
     * Returns the place; empty if there is to be none.
     *
     * @param told what the settings say: a path, or {@code none}
     */
    static Optional<SocketPlace> of(Optional<String> told, Environment environment) {
        if (told.isEmpty()) {
            return usual(environment).map(path -> new SocketPlace(path.resolve(BELOW), false));
        }
        return told.filter(text -> !text.equals(NONE)).map(text -> new SocketPlace(absolute(text), true));
    }

    /** Where programs of this user keep what lasts as long as the system runs. */
    private static Optional<Path> usual(Environment environment) {
        return AgentVariables.isRoot()
                ? Optional.of(Path.of("/run"))
                : environment
                        .variable("XDG_RUNTIME_DIR")
                        .map(Path::of)
                        .filter(path -> path.isAbsolute() && Files.isDirectory(path));
    }

    private static Path absolute(String text) {
        Path path = Path.of(text).normalize();
        if (path.isAbsolute() && path.getNameCount() > 1) {
            return path;
        }
        throw Failure.cannot(
                        ErrorCode.INVALID_INPUT,
                        "accept setting HOSTLER_SOCKET",
                        text,
                        "it is no absolute path of a file in a directory",
                        "give one such as /run/hostler/agent.sock, or none")
                .toException();
    }
}
