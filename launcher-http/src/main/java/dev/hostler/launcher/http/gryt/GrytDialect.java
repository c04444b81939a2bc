package dev.hostler.launcher.http.gryt;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.Failure;
import dev.hostler.launcher.http.server.Answer;
import dev.hostler.launcher.http.server.Dialect;
import java.util.List;
import java.util.Map;

/** Refusals as the main API knows them: an object with the one field {@code detail}. Immutable. */
public final class GrytDialect implements Dialect {
    private static final int RETRY_SECONDS = 5;

    @Override
    public Answer refused(int status) {
        return plain(status, "HTTP " + status);
    }

    @Override
    public Answer notFound() {
        return plain(404, "Not Found");
    }

    @Override
    public Answer wrongMethod() {
        return plain(405, "Method Not Allowed");
    }

    @Override
    public Answer missingKey() {
        return misfit(List.of(new GrytDetail(List.of("header", "x-api-key"), "missing", "Field required")));
    }

    @Override
    public Answer wrongKey() {
        return plain(401, "Invalid API key");
    }

    @Override
    public Answer noKeySet() {
        return plain(503, "This agent has no key, so nobody may bring it jobs: set AGENT_API_KEY and start it again");
    }

    @Override
    public Answer tooLarge(long limit) {
        return plain(413, "The request is larger than " + limit + " bytes");
    }

    /** {@inheritDoc} Whose turn it is decides: the caller's, or nobody's and the operator's. */
    @Override
    public Answer failed(AgentException refused) {
        Failure failure = refused.failure();
        return switch (failure.code().category()) {
            case USER -> misfit(List.of(new GrytDetail(List.of("body"), "value_error", failure.message())));
            case RESOURCES -> plain(503, failure.message()).with("Retry-After", String.valueOf(RETRY_SECONDS));
            case EXTERNAL -> plain(503, failure.message());
            case INTERNAL -> defect();
        };
    }

    @Override
    public Answer defect() {
        return plain(500, "A defect of the agent; its log says more");
    }

    static Answer misfit(List<GrytDetail> details) {
        return Answer.json(
                422, Map.of("detail", details.stream().map(GrytDetail::json).toList()));
    }

    private static Answer plain(int status, String detail) {
        return Answer.json(status, Map.of("detail", detail));
    }
}
