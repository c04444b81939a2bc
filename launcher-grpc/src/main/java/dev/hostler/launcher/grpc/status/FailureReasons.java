package dev.hostler.launcher.grpc.status;

import dev.hostler.api.error.ErrorCode;
import java.util.EnumMap;
import java.util.Map;

/**
 * The protocol's words for what went wrong. A scheduler heeds them: with INVALID_IMAGE, INVALID_SPECIFICATION,
 * INVALID_CONFIGURATION and PORT_BIND_CONFLICT it waits for a person.
 */
public final class FailureReasons {
    private static final Map<ErrorCode, String> WORDS = new EnumMap<>(Map.of(
            ErrorCode.INVALID_INPUT, "INVALID_SPECIFICATION",
            ErrorCode.POLICY_DENIED, "INVALID_SPECIFICATION",
            ErrorCode.CONFLICT, "INVALID_CONFIGURATION",
            ErrorCode.IMAGE_NOT_FOUND, "INVALID_IMAGE",
            ErrorCode.IMAGE_DENIED, "IMAGE_PULL_AUTH_FAILED",
            ErrorCode.IMAGE_UNAVAILABLE, "IMAGE_PULL_TIMEOUT",
            ErrorCode.PORT_IN_USE, "PORT_BIND_CONFLICT",
            ErrorCode.MEMORY_LIMIT, "INSUFFICIENT_RESOURCES",
            ErrorCode.NO_CAPACITY, "RESOURCE_QUOTA_EXCEEDED",
            ErrorCode.UNHEALTHY, "RUNTIME_UNHEALTHY"));

    static {
        WORDS.put(ErrorCode.EXITED, "RUNTIME_ERROR");
        WORDS.put(ErrorCode.RUNTIME_UNAVAILABLE, "RUNTIME_ERROR");
        WORDS.put(ErrorCode.TIMEOUT, "RUNTIME_ERROR");
    }

    private FailureReasons() {}

    /** Returns the word for a code. */
    public static String of(ErrorCode code) {
        return WORDS.getOrDefault(code, "UNKNOWN_ERROR");
    }
}
