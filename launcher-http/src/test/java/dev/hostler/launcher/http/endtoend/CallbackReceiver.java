package dev.hostler.launcher.http.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes results, after it has refused some. Thread-safe. */
final class CallbackReceiver implements AutoCloseable {
    private final HttpServer server;
    private final AtomicInteger refusals;
    private final AtomicInteger attempts = new AtomicInteger();
    private final AtomicInteger accepted = new AtomicInteger();
    private final BlockingQueue<JsonNode> results = new LinkedBlockingQueue<>();

    private CallbackReceiver(HttpServer server, int refusals) {
        this.server = server;
        this.refusals = new AtomicInteger(refusals);
    }

    /** @param refusals how many attempts are answered with 503 */
    static CallbackReceiver start(int refusals) throws IOException {
        CallbackReceiver receiver = new CallbackReceiver(
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0), refusals);
        receiver.server.createContext("/done", receiver::handle);
        receiver.server.start();
        return receiver;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/done?token=abc";
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            attempts.incrementAndGet();
            JsonNode body = Caller.JSON.readTree(exchange.getRequestBody().readAllBytes());
            if (refusals.getAndDecrement() > 0) {
                exchange.sendResponseHeaders(503, -1);
            } else {
                exchange.sendResponseHeaders(204, -1);
                accepted.incrementAndGet();
                results.add(body);
            }
        }
    }

    JsonNode awaitOne() throws InterruptedException {
        JsonNode result = results.poll(60, TimeUnit.SECONDS);
        if (result == null) {
            throw new AssertionError("no result was delivered");
        }
        return result;
    }

    int attempts() {
        return attempts.get();
    }

    int accepted() {
        return accepted.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
