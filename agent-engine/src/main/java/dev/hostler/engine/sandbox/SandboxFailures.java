package dev.hostler.engine.sandbox;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.spi.SandboxState;
import java.io.IOException;
import java.time.Duration;

/** How this room words what it can't do. */
public final class SandboxFailures {
    private SandboxFailures() {}

    /** 126 and 127 are what shells and container engines say of a program that can't be run. */
    public static AgentException endedEarly(String sandbox, SandboxState.Ended end) {
        if (end.exitCode().orElse(0) == 126 || end.exitCode().orElse(0) == 127) {
            return failure(
                    ErrorCode.IMAGE_UNAVAILABLE,
                    "start sandbox",
                    sandbox,
                    "it ended with exit code " + end.exitCode().getAsInt() + ", as when there is no 'sh' in the image",
                    "use an image with a POSIX shell");
        }
        return failure(
                ErrorCode.RUNTIME_UNAVAILABLE,
                "start sandbox",
                sandbox,
                "it ended before its supervisor was ready: " + words(end),
                "look at the host's own log");
    }

    /** It stood still too long. */
    public static AgentException notReady(String sandbox, Duration limit, SandboxState state) {
        return failure(
                ErrorCode.RUNTIME_UNAVAILABLE,
                "start sandbox",
                sandbox,
                "its supervisor was not ready after " + limit.toMillis() + " ms: " + words(state),
                "see whether the host is overloaded, and whether its mounts reach the sandbox");
    }

    static AgentException notOver(int step, int pending) {
        return failure(
                ErrorCode.CONFLICT,
                "run step",
                String.valueOf(step),
                "step " + pending + " of this sandbox is not over",
                "resume that step first");
    }

    static AgentException filesFailed(int step, IOException e) {
        return Failure.cannot(
                        ErrorCode.STATE_UNAVAILABLE,
                        "run step",
                        String.valueOf(step),
                        e.getClass().getSimpleName() + ": " + e.getMessage(),
                        "see whether the data directory and the memory directory can be written and have room")
                .toException(e);
    }

    private static AgentException failure(ErrorCode code, String attempt, String id, String cause, String remedy) {
        return Failure.cannot(code, attempt, id, cause, remedy).toException();
    }

    private static String words(SandboxState state) {
        if (state instanceof SandboxState.Ended end) {
            String code =
                    end.exitCode().isPresent() ? "exit code " + end.exitCode().getAsInt() : "no exit code known";
            return code + (end.outOfMemory() ? ", out of memory" : "");
        }
        return state instanceof SandboxState.Unknown unknown ? unknown.cause() : "it stands";
    }
}
