package dev.hostler.launcher.grpc.server;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.launcher.grpc.settings.Role;
import dev.hostler.launcher.grpc.tls.TlsFiles;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLException;

/** The server. Thread-safe. */
public final class GrpcListener implements AutoCloseable {
    /** How long calls that run may go on when the server closes. */
    private static final int GRACE_SECONDS = 5;

    /** Specs are small: a client that sends more has made a mistake. */
    private static final int LARGEST_MESSAGE = 4 << 20;

    private static final int CALLS_PER_CONNECTION = 100;
    private static final int THREADS = 32;

    /** A connection that nobody answers on is given up after this, and a bit. */
    private static final int KEEP_ALIVE_SECONDS = 60;

    /** What clients do wrong is theirs to read; held here, since the JDK forgets a logger that nobody holds. */
    private static final Logger LIBRARY = Logger.getLogger("io.grpc");

    static {
        LIBRARY.setLevel(Level.SEVERE);
    }

    /** A client that has not read its answer by then has gone, or means no good. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Server server;
    private final HealthStatusManager health;
    private final UnreadAnswers unread;

    private GrpcListener(Server server, HealthStatusManager health, UnreadAnswers unread) {
        this.server = server;
        this.health = health;
        this.unread = unread;
    }

    /**
     * What a server serves, and to whom. Immutable.
     *
     * @param service the calls
     * @param name the full name of the service
     * @param tls who proves what; empty: nobody is asked
     * @param clients what clients may do, by name; empty: all
     * @param changing the full names of the calls that change something
     * @param numbers gets a number for each call
     */
    public record Offer(
            BindableService service,
            String name,
            Optional<TlsFiles> tls,
            Map<String, Role> clients,
            Set<String> changing,
            CallNumbers numbers) {}

    /**
     * Starts a server.
     *
     * @throws dev.hostler.api.error.AgentException with {@code INVALID_INPUT} if the address can't be had
     */
    public static GrpcListener open(String host, int port, Offer offer) {
        return open(host, port, offer, PATIENCE);
    }

    static GrpcListener open(String host, int port, Offer offer, Duration patience) {
        UnreadAnswers unread = new UnreadAnswers(offer.name(), patience);
        HealthStatusManager health = new HealthStatusManager();
        ExecutorService workers = Workers.pool("grpc", THREADS);
        NettyServerBuilder builder = NettyServerBuilder.forAddress(new InetSocketAddress(host, port))
                .executor(workers)
                .maxInboundMessageSize(LARGEST_MESSAGE)
                .maxConcurrentCallsPerConnection(CALLS_PER_CONNECTION)
                .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                .permitKeepAliveTime(1, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .addStreamTracerFactory(unread)
                .intercept(unread)
                .intercept(new Permissions(offer.clients(), offer.changing()))
                .intercept(new CallMeter(offer.numbers()))
                .addService(offer.service())
                .addService(health.getHealthService())
                .addService(ProtoReflectionServiceV1.newInstance())
                .addService(OlderReflection.service());
        try {
            if (offer.tls().isPresent()) {
                secure(builder, offer.tls().get());
            }
            Server server = builder.build().start();
            health.setStatus(offer.name(), ServingStatus.SERVING);
            return new GrpcListener(server, health, unread);
        } catch (IOException e) {
            unread.close();
            throw Failure.cannot(
                            ErrorCode.INVALID_INPUT,
                            "listen on",
                            host + ":" + port,
                            reason(e),
                            "choose another address with PERSYS_GRPC_ADDR or port with PERSYS_GRPC_PORT")
                    .toException(e);
        }
    }

    private static String reason(IOException e) {
        Throwable deepest = e;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return String.valueOf(deepest.getMessage());
    }

    /** The JDK's own TLS: no native library to unpack and load. */
    private static void secure(NettyServerBuilder builder, TlsFiles files) throws SSLException {
        builder.sslContext(GrpcSslContexts.configure(SslContextBuilder.forServer(files.keys()), SslProvider.JDK)
                .trustManager(files.clients())
                .clientAuth(ClientAuth.REQUIRE)
                .protocols("TLSv1.3", "TLSv1.2")
                .build());
    }

    /** Returns the port it listens on. */
    public int port() {
        return server.getPort();
    }

    /** Returns how many bytes of answers are not read yet. */
    long unreadBytes() {
        return unread.bytes();
    }

    /** Takes no new call, and ends those that run. */
    @Override
    public void close() {
        health.enterTerminalState();
        server.shutdown();
        try {
            if (!server.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS)) {
                server.shutdownNow().awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        } finally {
            unread.close();
        }
    }
}
