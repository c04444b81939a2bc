package dev.hostler.launcher.http.server;

import dev.hostler.api.error.AgentException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
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
    private static final int NO_CONTENT = 204;
    private static final int BAD_REQUEST = 400;
    private static final Set<String> KEPT_BACK = Set.of("x-api-key", "authorization");

    private final Routes routes;
    private final ApiKeys keys;
    private final Limits limits;
    private final Followers followers;
    private final SlowHeads heads;
    private final WebSockets sockets;
    private final Function<String, Dialect> general;

    RequestHandler(
            Routes routes,
            ApiKeys keys,
            Limits limits,
            Followers followers,
            SlowHeads heads,
            WebSockets sockets,
            Function<String, Dialect> general) {
        this.routes = routes;
        this.keys = keys;
        this.limits = limits;
        this.followers = followers;
        this.heads = heads;
        this.sockets = sockets;
        this.general = general;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        heads.isThere(request);
        request.addIdleTimeoutListener(timeout -> false);
        String path = Request.getPathInContext(request);
        Optional<Routes.Match> match = routes.find(request.getMethod(), path);
        if (match.isEmpty()) {
            write(unknown(path), response, callback);
            return true;
        }
        Route route = match.get().route();
        answer(match.get(), request).whenComplete((answer, broken) -> {
            if (answer == null) {
                callback.failed(unwrapped(Objects.requireNonNull(broken)));
            } else if (answer.messages()) {
                followBySocket(route, answer, request, response, callback);
            } else if (answer.feed().isPresent()) {
                follow(route, answer, request, response, callback);
            } else {
                write(answer, response, callback);
            }
        });
        return true;
    }

    private CompletionStage<Answer> answer(Routes.Match match, Request request) {
        Route route = match.route();
        Optional<Answer> refusal = refusal(route, request);
        if (refusal.isPresent()) {
            return CompletableFuture.completedFuture(refusal.get());
        }
        return BodyReader.read(request, limits.bodyBytes(), limits.idle())
                .thenCompose(body -> body.isEmpty()
                        ? CompletableFuture.completedFuture(route.dialect().tooLarge(limits.bodyBytes()))
                        : serve(route, call(match, request, body.get())));
    }

    private static Call call(Routes.Match match, Request request, byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (HttpField field : request.getHeaders()) {
            String value = Objects.requireNonNullElse(field.getValue(), "");
            headers.merge(field.getLowerCaseName(), value, (first, next) -> first + ", " + next);
        }
        headers.keySet().removeAll(KEPT_BACK);
        String query = Objects.requireNonNullElse(request.getHttpURI().getQuery(), "");
        return new Call(match.parts(), query, headers, body, isLocal(request));
    }

    private Answer unknown(String path) {
        Dialect dialect = general.apply(path);
        var methods = routes.methods(path);
        return methods.isEmpty() ? dialect.notFound() : dialect.wrongMethod().with("Allow", String.join(", ", methods));
    }

    private Optional<Answer> refusal(Route route, Request request) {
        if (route.access() == Access.KEY && !isLocal(request)) {
            List<String> brought = keysOf(request);
            if (!keys.areSet()) {
                return Optional.of(route.dialect().noKeySet());
            }
            if (brought.isEmpty()) {
                return Optional.of(route.dialect().missingKey());
            }
            if (brought.stream().noneMatch(keys::contain)) {
                return Optional.of(route.dialect().wrongKey());
            }
        }
        // A client that asks before it sends is told before it sends.
        boolean asks = request.getHeaders().contains(HttpHeader.EXPECT);
        return asks && request.getLength() > limits.bodyBytes()
                ? Optional.of(route.dialect().tooLarge(limits.bodyBytes()))
                : Optional.empty();
    }

    /** Who comes by the socket is its owner, by the rights of the file. */
    private static boolean isLocal(Request request) {
        return request.getConnectionMetaData().getConnector() instanceof UnixDomainServerConnector;
    }

    /** A right key opens, whatever comes beside it: what stands between client and agent may add a key of its own. */
    private static List<String> keysOf(Request request) {
        Optional<String> plain = Optional.ofNullable(request.getHeaders().get(KEY_HEADER));
        Optional<String> bearer = Optional.ofNullable(request.getHeaders().get(HttpHeader.AUTHORIZATION))
                .filter(value -> value.startsWith(BEARER))
                .map(value -> value.substring(BEARER.length()));
        return Stream.of(plain, bearer)
                .flatMap(Optional::stream)
                .filter(key -> !key.isEmpty())
                .toList();
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

    private static Throwable unwrapped(Throwable failed) {
        return failed instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failed;
    }

    private static Answer worded(Route route, Throwable failed) {
        Throwable cause = unwrapped(failed);
        if (cause instanceof AgentException refused) {
            return route.dialect().failed(refused);
        }
        LOG.error("A request for {} met a defect", route, cause);
        return route.dialect().defect();
    }

    /**
     * The connection ends with the answer, so that all that comes on it is the client's end. In chunks unless its length is
     * known, so that the client can tell the end of all from a break.
     */
    private void follow(Route route, Answer answer, Request request, Response response, Callback callback) {
        Feed feed = answer.feed().orElseThrow();
        begin(answer, response);
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        boolean sized = answer.headers().containsKey(HttpHeader.CONTENT_LENGTH.asString());
        if (!sized && request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1) {
            response.getHeaders().put(HttpHeader.TRANSFER_ENCODING, "chunked");
        }
        if (request.getMethod().equals("HEAD")) {
            feed.close();
            response.write(true, ByteBuffer.allocate(0), callback);
        } else {
            followers.start(route, feed, ResponseOutlet.of(request, response, callback));
        }
    }

    private void followBySocket(Route route, Answer answer, Request request, Response response, Callback callback) {
        Feed feed = answer.feed().orElseThrow();
        try {
            if (!sockets.open(request, response, callback, outlet -> followers.start(route, feed, outlet))) {
                feed.close();
                write(route.dialect().refused(BAD_REQUEST), response, callback);
            }
        } catch (RuntimeException | Error refused) {
            feed.close();
            callback.failed(refused);
        }
    }

    private static void begin(Answer answer, Response response) {
        response.setStatus(answer.status());
        answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
    }

    static void write(Answer answer, Response response, Callback callback) {
        begin(answer, response);
        if (answer.status() != NO_CONTENT) {
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.body().length);
        }
        response.write(true, ByteBuffer.wrap(answer.body()), callback);
    }
}
