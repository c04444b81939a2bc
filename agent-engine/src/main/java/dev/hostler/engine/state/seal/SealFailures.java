package dev.hostler.engine.state.seal;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;

/** What goes wrong with keys and sealed values, in words. */
final class SealFailures {
    private SealFailures() {}

    static AgentException noKey(String origin, int bytes) {
        return unavailable(
                        "use state key",
                        origin,
                        "it is not " + bytes + " bytes in base64",
                        "give the key of this data directory; for a new one, 'openssl rand -base64 " + bytes
                                + "' makes a key")
                .toException();
    }

    static Failure closed(SealPlace place, StateKey key) {
        return unreadable(
                place,
                "it is damaged or was moved, or it was sealed with another key than the one from " + key.origin(),
                "give the key that it was sealed with, or restore the data directory from a backup");
    }

    static Failure damaged(SealPlace place) {
        return unreadable(place, "it is damaged", "restore the data directory from a backup");
    }

    static Failure newer(SealPlace place) {
        return unreadable(
                place,
                "another version of the agent sealed it in a way that this one does not know",
                "start that version");
    }

    private static Failure unreadable(SealPlace place, String cause, String remedy) {
        return unavailable("open sealed value", place.toString(), cause, remedy);
    }

    private static Failure unavailable(String attempt, String id, String cause, String remedy) {
        return Failure.cannot(ErrorCode.STATE_UNAVAILABLE, attempt, id, cause, remedy);
    }
}
