package dev.hostler.launcher.http.server;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** The server on its port and its socket. Confined to one thread. */
public final class HttpListener implements AutoCloseable {
    private static final int MOST_THREADS = 64;
    private static final int LEAST_THREADS = 4;
    private static final int THREAD_IDLE_MILLIS = 30_000;
    private static final long STOP_MILLIS = 3_000;

    private final Server server;
    private final ServerConnector connector;
    private final Followers followers;
    private final Limits limits;
    private @Nullable LocalSocket socket;

    private HttpListener(Server server, ServerConnector connector, Followers followers, Limits limits) {
        this.server = server;
        this.followers = followers;
        this.connector = connector;
        this.limits = limits;
    }

    /**
     * Listens.
     *
     * @param general words what goes wrong on a path that is unknown
     * @throws dev.hostler.api.error.AgentException with {@code RUNTIME_UNAVAILABLE} if the address can't be had
     */
    public static HttpListener open(
            String host, int port, Routes routes, ApiKeys keys, Limits limits, Function<String, Dialect> general) {
        QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, LEAST_THREADS, THREAD_IDLE_MILLIS);
        threads.setName("hostler-http");
        threads.setDaemon(true);
        Server server = new Server(threads);
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(settings(limits)));
        connector.setHost(host);
        connector.setPort(port);
        connector.setIdleTimeout(limits.idle().toMillis());
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(limits.connections(), connector));
        Followers followers = new Followers(limits.idle());
        server.setHandler(new GracefulHandler(new RequestHandler(routes, keys, limits, followers, general)));
        server.setErrorHandler(HttpListener::plainError);
        server.setStopTimeout(STOP_MILLIS);
        HttpListener listener = new HttpListener(server, connector, followers, limits);
        listener.start(server, host + ":" + port);
        return listener;
    }

    /**
     * Listens on a Unix domain socket as well, for its owner alone and without keys. Has a number of connections of its own,
     * so that nobody in the network can use up the owner's. Called at most once.
     *
     * @throws dev.hostler.api.error.AgentException with {@code RUNTIME_UNAVAILABLE} if the place can't be had
     */
    public void listenOn(Path place) {
        LocalSocket claimed = LocalSocket.claim(place);
        socket = claimed;
        UnixDomainServerConnector local =
                new UnixDomainServerConnector(server, 1, 1, new HttpConnectionFactory(settings(limits)));
        local.setUnixDomainPath(claimed.bindAt());
        local.setIdleTimeout(limits.idle().toMillis());
        server.addConnector(local);
        server.addBean(new NetworkConnectionLimit(limits.connections(), local));
        start(local, claimed.toString());
        claimed.publish();
    }

    private static HttpConfiguration settings(Limits limits) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(limits.headerBytes());
        http.setUriCompliance(UriCompliance.RFC3986);
        return http;
    }

    /** What does not get as far as a route: a request that is none, or one with headers without end. */
    private static boolean plainError(Request request, Response response, Callback callback) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        byte[] body = Json.bytes(Map.of("detail", "HTTP " + response.getStatus()));
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }

    private void start(LifeCycle part, String where) {
        try {
            part.start();
        } catch (Exception e) {
            close();
            throw Failure.cannot(
                            ErrorCode.RUNTIME_UNAVAILABLE,
                            "listen on",
                            where,
                            String.valueOf(e.getMessage()),
                            "choose another address, or end what uses it")
                    .toException(e);
        }
    }

    /** Returns how many clients are handed content as it comes. */
    int followers() {
        return followers.count();
    }

    /** Returns the port, also if any free one was asked for. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Takes no more connections, and removes the socket; requests that run get a few seconds to be answered. Idempotent. */
    @Override
    public void close() {
        followers.close();
        LifeCycle.stop(server);
        if (socket != null) {
            socket.close();
        }
    }
}
