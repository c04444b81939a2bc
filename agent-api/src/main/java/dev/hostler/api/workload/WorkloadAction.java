package dev.hostler.api.workload;

import dev.hostler.api.error.Failure;
import dev.hostler.api.meta.Experimental;
import java.time.Instant;
import java.util.Optional;

/**
 * Something that was done for a workload, or is to be. Immutable.
 *
 * @param number its number; rises with each action of the agent
 * @param workload which workload
 * @param kind what
 * @param state how far it has come
 * @param failure why it failed
 * @param createdAt when it was asked for
 * @param startedAt when it was begun
 * @param endedAt when it ended
 */
@Experimental
public record WorkloadAction(
        long number,
        WorkloadKey workload,
        Kind kind,
        State state,
        Optional<Failure> failure,
        Instant createdAt,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt) {
    /** What is done. */
    @Experimental
    public enum Kind {
        /** A wish is met. */
        APPLY,
        /** A workload is removed. */
        DELETE,
        /** The engine brings back what has ended, by the restart policy, or what somebody else has stopped or removed. */
        RESTORE
    }

    /** How far it has come. */
    @Experimental
    public enum State {
        /** It waits. */
        PENDING,
        /** It is being done. */
        RUNNING,
        /** It is done. */
        COMPLETED,
        /** It has failed; a wish is tried again all the same, as the workload's status says. */
        FAILED,
        /** A newer wish has taken its place. */
        SUPERSEDED
    }
}
