package dev.hostler.launcher.http.server;

import dev.hostler.api.error.AgentException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leads each request to its route: found, let in, read, answered, in this order. Thread-safe.
 *
 * <p>A client that hangs up changes nothing for what it has started: the endpoint's answer is dropped.
 */
final class RequestHandler extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(RequestHandler.class);
    private static final String KEY_HEADER = "X-API-Key";
    private static final String BEARER = "Bearer ";

    private final Routes routes;
    private final ApiKeys keys;
    private final Limits limits;
    private final Dialect general;

    RequestHandler(Routes routes, ApiKeys keys, Limits limits, Dialect general) {
        this.routes = routes;
        this.keys = keys;
        this.limits = limits;
        this.general = general;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        request.addIdleTimeoutListener(timeout -> false);
        answer(request).whenComplete((answer, broken) -> {
            if (answer == null) {
                callback.failed(Objects.requireNonNull(broken));
            } else {
                write(answer, response, callback);
            }
        });
        return true;
    }

    private CompletionStage<Answer> answer(Request request) {
        String path = Request.getPathInContext(request);
        Optional<Routes.Match> match = routes.find(request.getMethod(), path);
        if (match.isEmpty()) {
            return CompletableFuture.completedFuture(unknown(path));
        }
        Route route = match.get().route();
        Optional<Answer> refusal = refusal(route, request);
        if (refusal.isPresent()) {
            return CompletableFuture.completedFuture(refusal.get());
        }
        return BodyReader.read(request, limits.bodyBytes())
                .thenCompose(body -> body.isEmpty()
                        ? CompletableFuture.completedFuture(route.dialect().tooLarge(limits.bodyBytes()))
                        : serve(route, new Call(match.get().parts(), body.get())));
    }

    private Answer unknown(String path) {
        var methods = routes.methods(path);
        return methods.isEmpty() ? general.notFound() : general.wrongMethod().with("Allow", String.join(", ", methods));
    }

    private Optional<Answer> refusal(Route route, Request request) {
        if (route.access() == Access.KEY) {
            Optional<String> key = key(request);
            if (!keys.areSet()) {
                return Optional.of(route.dialect().noKeySet());
            }
            if (key.isEmpty()) {
                return Optional.of(route.dialect().missingKey());
            }
            if (!keys.contain(key.get())) {
                return Optional.of(route.dialect().wrongKey());
            }
        }
        // A client that asks before it sends is told before it sends.
        boolean asks = request.getHeaders().contains(HttpHeader.EXPECT);
        return asks && request.getLength() > limits.bodyBytes()
                ? Optional.of(route.dialect().tooLarge(limits.bodyBytes()))
                : Optional.empty();
    }

    private static Optional<String> key(Request request) {
        return Optional.ofNullable(request.getHeaders().get(KEY_HEADER))
                .or(() -> Optional.ofNullable(request.getHeaders().get(HttpHeader.AUTHORIZATION))
                        .filter(value -> value.startsWith(BEARER))
                        .map(value -> value.substring(BEARER.length())))
                .filter(key -> !key.isEmpty());
    }

    private static CompletionStage<Answer> serve(Route route, Call call) {
        CompletionStage<Answer> answer;
        try {
            answer = route.endpoint().answer(call);
        } catch (RuntimeException | Error failed) {
            answer = CompletableFuture.failedFuture(failed);
        }
        return answer.exceptionally(failed -> worded(route, failed));
    }

    private static Answer worded(Route route, Throwable failed) {
        Throwable cause = failed instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failed;
        if (cause instanceof AgentException refused) {
            return route.dialect().failed(refused.failure());
        }
        LOG.error("A request for {} met a defect", route, cause);
        return route.dialect().defect();
    }

    private static void write(Answer answer, Response response, Callback callback) {
        response.setStatus(answer.status());
        answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.body().length);
        response.write(true, ByteBuffer.wrap(answer.body()), callback);
    }
}
