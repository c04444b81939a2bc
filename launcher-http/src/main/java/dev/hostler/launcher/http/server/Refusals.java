package dev.hostler.launcher.http.server;

import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Words what does not get as far as a route: a request that is none, or one with headers without end. Immutable.
 *
 * @param general the dialect of a path; of an empty one, that for requests whose path can't be told
 */
record Refusals(Function<String, Dialect> general) implements Request.Handler {
    /** What the server puts in the place of a path that it does not take. */
    private static final Set<String> NO_PATH = Set.of("/badURI", "/badMessage");

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = Objects.requireNonNullElse(request.getHttpURI().getPath(), "");
        Answer answer = general.apply(NO_PATH.contains(path) ? "" : path).refused(response.getStatus());
        RequestHandler.write(answer, response, callback);
        return true;
    }
}
