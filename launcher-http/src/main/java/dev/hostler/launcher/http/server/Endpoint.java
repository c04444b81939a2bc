package dev.hostler.launcher.http.server;

import java.util.concurrent.CompletionStage;

/** Answers requests. Thread-safe; called on a thread of the server, which it must not hold for long. */
@FunctionalInterface
public interface Endpoint {
    /**
     * Answers one request, now or later.
     *
     * @throws dev.hostler.api.error.AgentException if it can't be served; the route's dialect words the answer
     */
    CompletionStage<Answer> answer(Call call);
}
