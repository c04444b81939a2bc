package dev.hostler.launcher.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import java.util.Arrays;

/** What an agent has refused, as the failure it was there. */
final class Refusal {
    private static final int UNAUTHORIZED = 401;

    private Refusal() {}

    static AgentException of(int status, String body, String address) {
        if (status == UNAUTHORIZED) {
            return Failure.cannot(
                            ErrorCode.POLICY_DENIED,
                            "use agent",
                            address,
                            "it does not know this key",
                            "set HOSTLER_API_KEY to the agent's AGENT_API_KEY")
                    .toException();
        }
        JsonNode problem = Documents.jsonOrNothing(body);
        String detail = problem.path("detail").asText("");
        if (detail.isEmpty()) {
            return Failure.cannot(
                            ErrorCode.RUNTIME_UNAVAILABLE,
                            "use agent",
                            address,
                            "it answers with status " + status,
                            "see whether an agent of this version is there")
                    .toException();
        }
        return new Failure(code(problem.path("code").asText()), detail).toException();
    }

    private static ErrorCode code(String name) {
        return Arrays.stream(ErrorCode.values())
                .filter(code -> code.name().equals(name))
                .findFirst()
                .orElse(ErrorCode.POLICY_DENIED);
    }
}
