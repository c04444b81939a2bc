package dev.hostler.launcher.http.v1;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.launcher.http.server.Answer;
import dev.hostler.launcher.http.server.Json;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Problems as RFC 9457 has them, and the one table from what went wrong to the status of the answer. */
final class Problems {
    private static final String TYPE = "application/problem+json";
    private static final String RETRY_SECONDS = "5";
    private static final Map<ErrorCode, Kind> KINDS = new EnumMap<>(ErrorCode.class);

    /** A kind of problem. Immutable. */
    private record Kind(int status, String title) {}

    static {
        kind(ErrorCode.INVALID_INPUT, 422, "The request is wrong");
        kind(ErrorCode.CONFLICT, 409, "This was used for something else");
        kind(ErrorCode.NOT_FOUND, 404, "There is no such thing");
        kind(ErrorCode.POLICY_DENIED, 403, "The policy of the agent denies it");
        kind(ErrorCode.STEP_FAILED, 422, "A step has failed");
        kind(ErrorCode.TIMEOUT, 504, "It took too long");
        kind(ErrorCode.CANCELLED, 409, "It was cancelled");
        kind(ErrorCode.OUTPUT_LIMIT, 422, "There was too much output");
        kind(ErrorCode.MEMORY_LIMIT, 422, "There was not enough memory");
        kind(ErrorCode.WORKSPACE_LIMIT, 422, "There was not enough room in the workspace");
        kind(ErrorCode.SANDBOX_TAMPERED, 422, "The sandbox was tampered with");
        kind(ErrorCode.IMAGE_NOT_FOUND, 422, "There is no such image");
        kind(ErrorCode.IMAGE_DENIED, 422, "The registry does not give the image");
        kind(ErrorCode.NO_CAPACITY, 503, "The agent has no room");
        kind(ErrorCode.PORT_IN_USE, 409, "The port is in use");
        kind(ErrorCode.EXITED, 422, "It has ended");
        kind(ErrorCode.UNHEALTHY, 422, "It is not healthy");
        kind(ErrorCode.IMAGE_UNAVAILABLE, 503, "The image can't be had");
        kind(ErrorCode.SOURCE_UNAVAILABLE, 503, "The source can't be had");
        kind(ErrorCode.RUNTIME_UNAVAILABLE, 503, "The runtime can't be had");
        kind(ErrorCode.SANDBOX_LOST, 503, "The sandbox is lost");
        kind(ErrorCode.STATE_UNAVAILABLE, 503, "The state of the agent can't be had");
        kind(ErrorCode.NOT_ACCEPTING, 503, "The agent takes no new work");
        kind(ErrorCode.INTERNAL, 500, "A defect of the agent");
    }

    private Problems() {}

    private static void kind(ErrorCode code, int status, String title) {
        KINDS.put(code, new Kind(status, title));
    }

    /** Answers with a problem of the engine. What passes by itself says when to come again. */
    static Answer of(ErrorCode code, String detail, Optional<String> field) {
        Kind kind = Objects.requireNonNull(KINDS.get(code));
        Answer answer = of(kind.status(), code.name(), kind.title(), detail, field);
        return code == ErrorCode.NO_CAPACITY || code == ErrorCode.NOT_ACCEPTING
                ? answer.with("Retry-After", RETRY_SECONDS)
                : answer;
    }

    /** Answers with a problem of the door. */
    static Answer of(int status, String code, String title, String detail) {
        return of(status, code, title, detail, Optional.empty());
    }

    private static Answer of(int status, String code, String title, String detail, Optional<String> field) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put(
                "type", "urn:hostler:problem:" + code.toLowerCase(Locale.ROOT).replace('_', '-'));
        problem.put("title", title);
        problem.put("status", status);
        problem.put("detail", detail);
        problem.put("code", code);
        field.ifPresent(name -> problem.put("field", name));
        return Answer.of(status, TYPE, Json.bytes(problem));
    }
}
