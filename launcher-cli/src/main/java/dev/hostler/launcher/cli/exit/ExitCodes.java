package dev.hostler.launcher.cli.exit;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.job.JobResult;

/** The exit codes of {@code hostler}, as {@code docs/cli.md} lists them. */
public enum ExitCodes {
    SUCCESS(0, "success"),
    STEP_FAILED(1, "a step failed"),
    BAD_INPUT(2, "bad input"),
    NOT_RUN(3, "could not be run"),
    LOST(4, "lost"),
    DEFECT(70, "internal error"),
    TIMED_OUT(124, "timed out"),
    INTERRUPTED(130, "interrupted");

    private final int code;
    private final String meaning;

    ExitCodes(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /** Returns the number. */
    public int code() {
        return code;
    }

    /** Returns what it means, in a few words. */
    public String meaning() {
        return meaning;
    }

    /** Returns the code for how a job ended. */
    public static ExitCodes of(JobResult result) {
        return switch (result.conclusion()) {
            case SUCCEEDED -> SUCCESS;
            case FAILED -> result.failure().map(ExitCodes::of).orElse(STEP_FAILED);
            case CANCELLED -> INTERRUPTED;
            case TIMED_OUT -> TIMED_OUT;
            case LOST -> LOST;
        };
    }

    /** Returns the code for what went wrong. */
    public static ExitCodes of(Failure failure) {
        return of(failure.code());
    }

    /** Returns the code for a kind of failure. */
    public static ExitCodes of(ErrorCode code) {
        return switch (code) {
            case STEP_FAILED, OUTPUT_LIMIT, MEMORY_LIMIT, WORKSPACE_LIMIT, SANDBOX_TAMPERED, EXITED, UNHEALTHY ->
                STEP_FAILED;
            case INVALID_INPUT, CONFLICT, NOT_FOUND, POLICY_DENIED -> BAD_INPUT;
            case PORT_IN_USE,
                    NO_CAPACITY,
                    IMAGE_NOT_FOUND,
                    IMAGE_DENIED,
                    IMAGE_UNAVAILABLE,
                    SOURCE_UNAVAILABLE,
                    RUNTIME_UNAVAILABLE,
                    STATE_UNAVAILABLE,
                    NOT_ACCEPTING -> NOT_RUN;
            case SANDBOX_LOST -> LOST;
            case INTERNAL -> DEFECT;
            case TIMEOUT -> TIMED_OUT;
            case CANCELLED -> INTERRUPTED;
        };
    }
}
