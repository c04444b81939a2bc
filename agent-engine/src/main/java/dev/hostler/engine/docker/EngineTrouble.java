package dev.hostler.engine.docker;

import com.github.dockerjava.api.exception.DockerException;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import java.io.IOException;
import java.time.Duration;

/** Words what goes wrong between us and the engine. Immutable. */
public final class EngineTrouble {
    private static final int SHOWN = 400;

    private final EngineAddress address;

    EngineTrouble(EngineAddress address) {
        this.address = address;
    }

    /** No answer in time. */
    public AgentException silent(String attempt, Duration limit) {
        return failure(attempt, "it gave no answer within " + limit.toMillis() + " ms", "see whether dockerd is well")
                .toException();
    }

    /** The connection failed: nothing is known then, least of all that something is absent. */
    public AgentException unreachable(String attempt, Throwable thrown) {
        String cause = message(root(thrown));
        return failure(attempt, cause, remedy(cause)).toException(thrown);
    }

    /** Returns whether the connection failed, and not the engine's patience or ours. */
    static boolean isLostConnection(AgentException failed) {
        return root(failed) instanceof IOException;
    }

    /** The engine answered with an error. */
    public AgentException refused(String attempt, DockerException thrown) {
        return failure(attempt, message(thrown), "see what the engine says, and its log")
                .toException(thrown);
    }

    private Failure failure(String attempt, String cause, String remedy) {
        return Failure.cannot(
                ErrorCode.RUNTIME_UNAVAILABLE, attempt + " on Docker engine", address.uri(), cause, remedy);
    }

    /** Returns what an error of the engine says, in one line of bounded length. */
    public static String message(Throwable thrown) {
        return inOneLine(String.valueOf(thrown.getMessage())
                .replaceFirst("(?s)^Status \\d+: ", "")
                .replaceFirst("(?s)^\\{\"message\":\"(.*)\"}\\s*$", "$1")
                .replace("\\\"", "\""));
    }

    /** Returns a text in one line of bounded length. */
    static String inOneLine(String words) {
        String text = words.replaceAll("\\s+", " ").strip();
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }

    private static Throwable root(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static String remedy(String cause) {
        if (cause.contains("Permission denied")) {
            return "add the agent's user to the group docker";
        }
        return "start dockerd, or set DOCKER_HOST to where it listens";
    }
}
