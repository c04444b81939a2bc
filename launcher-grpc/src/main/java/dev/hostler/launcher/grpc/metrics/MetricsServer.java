package dev.hostler.launcher.grpc.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.launcher.grpc.server.Workers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Plain HTTP for those who collect numbers: {@code /metrics} and {@code /health}. Thread-safe. */
public final class MetricsServer implements AutoCloseable {
    private static final int THREADS = 2;
    private static final int NOT_FOUND = 404;
    private static final int WRONG_METHOD = 405;
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final HttpServer server;

    private MetricsServer(HttpServer server) {
        this.server = server;
    }

    /**
     * Starts the server.
     *
     * @throws dev.hostler.api.error.AgentException with {@code INVALID_INPUT} if the address can't be had
     */
    public static MetricsServer open(String host, int port, Meters meters) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(host, port), 0);
            server.setExecutor(Workers.pool("metrics", THREADS));
            server.createContext("/", call -> answer(call, meters));
            server.start();
            return new MetricsServer(server);
        } catch (IOException e) {
            throw Failure.cannot(
                            ErrorCode.INVALID_INPUT,
                            "listen for metrics on",
                            host + ":" + port,
                            String.valueOf(e.getMessage()),
                            "choose another port with PERSYS_METRICS_PORT")
                    .toException(e);
        }
    }

    private static void answer(HttpExchange call, Meters meters) throws IOException {
        try (call) {
            if (!call.getRequestMethod().equals("GET")) {
                write(call, WRONG_METHOD, TEXT, "only GET\n");
                return;
            }
            switch (call.getRequestURI().getPath()) {
                case "/metrics" -> write(call, 200, TEXT, meters.text());
                case "/health" -> write(call, 200, "application/json", "{\"status\":\"healthy\"}\n");
                default -> write(call, NOT_FOUND, TEXT, "there is /metrics and /health\n");
            }
        }
    }

    private static void write(HttpExchange call, int status, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        call.getResponseHeaders().set("Content-Type", type);
        call.sendResponseHeaders(status, body.length);
        call.getResponseBody().write(body);
    }

    /** Returns the port it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
