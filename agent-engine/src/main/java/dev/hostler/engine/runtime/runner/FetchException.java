package dev.hostler.engine.runtime.runner;

import dev.hostler.api.error.ErrorCode;
import java.time.Duration;

/** Why one attempt to fetch something has failed, and whether another one makes sense. Immutable. */
final class FetchException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final String remedy;
    private final boolean lasting;
    private final Duration after;
    private final boolean advanced;

    private FetchException(
            ErrorCode code, String cause, String remedy, boolean lasting, Duration after, boolean advanced) {
        super(cause);
        this.code = code;
        this.remedy = remedy;
        this.lasting = lasting;
        this.after = after;
        this.advanced = advanced;
    }

    /** Another attempt would end the same way. */
    static FetchException lasting(ErrorCode code, String cause, String remedy) {
        return new FetchException(code, cause, remedy, true, Duration.ZERO, false);
    }

    /** Another attempt may succeed. */
    static FetchException passing(String cause) {
        return passing(cause, "look at the network and its proxy", Duration.ZERO, false);
    }

    /** Another attempt may succeed, but not before this time has passed. */
    static FetchException passing(String cause, String remedy, Duration after, boolean advanced) {
        return new FetchException(ErrorCode.IMAGE_UNAVAILABLE, cause, remedy, false, after, advanced);
    }

    ErrorCode code() {
        return code;
    }

    String cause() {
        return String.valueOf(getMessage());
    }

    String remedy() {
        return remedy;
    }

    boolean isLasting() {
        return lasting;
    }

    Duration after() {
        return after;
    }

    /** Returns whether the attempt has brought something that the next one need not fetch. */
    boolean hasAdvanced() {
        return advanced;
    }
}
