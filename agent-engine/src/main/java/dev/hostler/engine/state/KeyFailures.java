package dev.hostler.engine.state;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.engine.state.seal.StateKey;
import java.nio.file.Path;

/** What goes wrong with the key of a store, in words. */
final class KeyFailures {
    private static final String WITHOUT_IT =
            "without it nobody can read this store: then move the data directory away to start with an empty one";

    private KeyFailures() {}

    static Failure unreadable(Path file, String cause) {
        return unavailable("read state key", file, cause, "let the agent's user, and nobody else, read this file");
    }

    static Failure unwritable(Path file, String cause) {
        return unavailable("make state key", file, cause, "check the disk: free space, permissions, errors");
    }

    static Failure open(Path file, String rights) {
        return unavailable(
                "use state key",
                file,
                "others than its owner may use the file, or run it (" + rights + ")",
                "run 'chmod 600' on it, and ask who may have read it");
    }

    static AgentException missing(Path file, String variable) {
        return unavailable(
                        "read state key",
                        file,
                        "there is no such file",
                        "put the key there, or change or unset " + variable + ", which names it")
                .toException();
    }

    static Failure lost(Path database, Path file) {
        return unavailable(
                "open state",
                database,
                "the key that it was written with is gone: there is no " + file,
                "restore that file, or give the key in " + KeySource.VARIABLE + "; " + WITHOUT_IT);
    }

    static Failure wrong(Path database, StateKey key) {
        return unavailable(
                "open state",
                database,
                "it was written with another key than the one from " + key.origin(),
                "give that other key; " + WITHOUT_IT);
    }

    private static Failure unavailable(String attempt, Path file, String cause, String remedy) {
        return Failure.cannot(ErrorCode.STATE_UNAVAILABLE, attempt, file.toString(), cause, remedy);
    }
}
