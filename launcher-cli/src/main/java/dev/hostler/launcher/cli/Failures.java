package dev.hostler.launcher.cli;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;

/** The failures that the command line words itself. */
final class Failures {
    private Failures() {}

    /** Returns what a thrown thing means to the user. */
    static Failure of(Throwable thrown) {
        return thrown instanceof AgentException refused ? refused.failure() : defect(thrown);
    }

    static AgentException badInput(String attempt, String id, String cause, String remedy) {
        return Failure.cannot(ErrorCode.INVALID_INPUT, attempt, id, cause, remedy)
                .toException();
    }

    private static Failure defect(Throwable thrown) {
        return Failure.cannot(
                ErrorCode.INTERNAL,
                "run command",
                "hostler",
                "a defect, " + thrown,
                "run it again with --stacktrace and report what it prints");
    }
}
