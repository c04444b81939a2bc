package dev.hostler.launcher.http.server;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** The server on its port and its socket. Confined to one thread. */
public final class HttpListener implements AutoCloseable {
    private static final int MOST_THREADS = 64;
    private static final int LEAST_THREADS = 4;
    private static final int THREAD_IDLE_MILLIS = 30_000;
    private static final long STOP_MILLIS = 3_000;
    private static final Duration TLS_PACE = Duration.ofSeconds(2);

    /** A percent sign may be a part of a file's name; it stays encoded until a route decodes it. */
    private static final UriCompliance PATHS =
            UriCompliance.RFC3986.with("hostler", UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING);

    private final Server server;
    private final ServerConnector connector;
    private final Followers followers;
    private final Limits limits;
    private final Optional<TlsReload> tls;
    private final SlowHeads heads;
    private @Nullable LocalSocket socket;

    private HttpListener(
            Server server,
            ServerConnector connector,
            Followers followers,
            Limits limits,
            Optional<TlsReload> tls,
            SlowHeads heads) {
        this.server = server;
        this.followers = followers;
        this.connector = connector;
        this.limits = limits;
        this.tls = tls;
        this.heads = heads;
    }

    /**
     * Listens.
     *
     * @param general words what goes wrong on a path that is unknown; on an empty one if not even that can be told
     * @throws dev.hostler.api.error.AgentException with {@code RUNTIME_UNAVAILABLE} if the address can't be had, with {@code
     *     INVALID_INPUT} if its certificates can't be used
     */
    public static HttpListener open(
            Address address, Routes routes, ApiKeys keys, Limits limits, Function<String, Dialect> general) {
        return open(address, routes, keys, limits, general, TLS_PACE);
    }

    /** @param pace how often the files of TLS are looked at */
    static HttpListener open(
            Address address,
            Routes routes,
            ApiKeys keys,
            Limits limits,
            Function<String, Dialect> general,
            Duration pace) {
        QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, LEAST_THREADS, THREAD_IDLE_MILLIS);
        threads.setName("hostler-http");
        threads.setDaemon(true);
        Server server = new Server(threads);
        Optional<TlsReload> tls = address.tls().map(files -> new TlsReload(files, pace));
        ServerConnector connector = new ServerConnector(server, 1, 1, protocols(tls, limits));
        connector.setHost(address.host());
        connector.setPort(address.port());
        connector.setIdleTimeout(limits.idle().toMillis());
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(limits.connections(), connector));
        Followers followers = new Followers(limits.idle());
        SlowHeads heads = new SlowHeads(limits.idle());
        connector.addBean(heads);
        server.setHandler(new GracefulHandler(
                new RequestHandler(routes, keys, limits, followers, heads, new WebSockets(server), general)));
        server.setErrorHandler(new Refusals(general));
        server.setStopTimeout(STOP_MILLIS);
        HttpListener listener = new HttpListener(server, connector, followers, limits, tls, heads);
        listener.start(server, address.toString());
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

    private static ConnectionFactory[] protocols(Optional<TlsReload> tls, Limits limits) {
        HttpConfiguration settings = settings(limits);
        // A client has checked for itself whether the certificate is the one it wants, under whatever name it came.
        tls.ifPresent(any -> settings.addCustomizer(new SecureRequestCustomizer(false)));
        HttpConnectionFactory http = new HttpConnectionFactory(settings);
        return tls.map(reload ->
                        new ConnectionFactory[] {new SslConnectionFactory(reload.factory(), http.getProtocol()), http})
                .orElseGet(() -> new ConnectionFactory[] {http});
    }

    private static HttpConfiguration settings(Limits limits) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(limits.headerBytes());
        http.setUriCompliance(PATHS);
        return http;
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

    /** Returns how many connections the port has. */
    int connections() {
        return connector.getConnectedEndPoints().size();
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
        tls.ifPresent(TlsReload::close);
        heads.close();
        if (socket != null) {
            socket.close();
        }
    }
}
