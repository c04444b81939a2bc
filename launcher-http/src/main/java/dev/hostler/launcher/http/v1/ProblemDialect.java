package dev.hostler.launcher.http.v1;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.launcher.http.server.Answer;
import dev.hostler.launcher.http.server.Dialect;
import dev.hostler.launcher.http.v1.wire.FieldRefusal;
import java.util.Optional;

/** Refusals of the native API. Immutable. */
public final class ProblemDialect implements Dialect {
    private static final String CHALLENGE = "WWW-Authenticate";
    private static final String BEARER = "Bearer";

    @Override
    public Answer refused(int status) {
        return switch (status) {
            case 414, 431 ->
                Problems.of(status, "TOO_LARGE", "The head of the request is too large", "Send less of it");
            case 408 -> Problems.of(status, "TOO_SLOW", "The request did not come in time", "Send it faster");
            case 503 -> Problems.of(ErrorCode.NOT_ACCEPTING, "The agent stops; come back", Optional.empty());
            default ->
                status < 500 || status == 505
                        ? Problems.of(status, "BAD_REQUEST", "This is no request", "Send one as HTTP/1.1 has it")
                        : defect();
        };
    }

    @Override
    public Answer notFound() {
        return Problems.of(ErrorCode.NOT_FOUND, "There is no such path; see /v1/openapi.json", Optional.empty());
    }

    @Override
    public Answer wrongMethod() {
        return Problems.of(
                405, "METHOD_NOT_ALLOWED", "The path has no such method", "Use one that the header Allow names");
    }

    @Override
    public Answer missingKey() {
        return Problems.of(
                        401,
                        "KEY_MISSING",
                        "A key is needed",
                        "Give the agent's key as X-API-Key, or as Authorization: Bearer")
                .with(CHALLENGE, BEARER);
    }

    @Override
    public Answer wrongKey() {
        return Problems.of(401, "KEY_WRONG", "The key is wrong", "Give the key that AGENT_API_KEY has at the agent")
                .with(CHALLENGE, BEARER);
    }

    @Override
    public Answer noKeySet() {
        return Problems.of(
                503,
                "KEY_NOT_SET",
                "The agent has no key",
                "Nobody can bring the right key: set AGENT_API_KEY at the agent and start it again");
    }

    @Override
    public Answer tooLarge(long limit) {
        return Problems.of(413, "TOO_LARGE", "The body is too large", "A body may have " + limit + " bytes");
    }

    @Override
    public Answer failed(AgentException refused) {
        Optional<String> field = refused instanceof FieldRefusal named ? Optional.of(named.field()) : Optional.empty();
        return Problems.of(refused.code(), refused.failure().message(), field);
    }

    @Override
    public Answer defect() {
        return Problems.of(ErrorCode.INTERNAL, "The agent's log says more; report it", Optional.empty());
    }
}
