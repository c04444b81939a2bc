package dev.hostler.engine.runtime.runner;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Publishes releases of the runner on the loopback, as the real service does: a description by the API, and an archive at
 * an address that leads to another server. Faults are put in front of the next requests. Thread-safe.
 */
final class ReleaseServer implements AutoCloseable {
    /** What goes wrong with one request. */
    interface Fault {
        /** Answers instead of the service; says whether it has. */
        boolean answer(HttpExchange exchange, byte[] content) throws IOException;
    }

    private final HttpServer api = open();
    private final HttpServer store = open();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<Fault> apiFaults = new ConcurrentLinkedQueue<>();
    private final Queue<Fault> storeFaults = new ConcurrentLinkedQueue<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final String machine =
            RunnerRuntime.machine("Linux", System.getProperty("os.arch")).orElseThrow();
    private volatile String version;
    private volatile byte[] archive;
    private volatile Optional<String> digest;
    private volatile Optional<String> bodyDigest;
    private volatile String tag;
    private volatile boolean hasAssets = true;

    ReleaseServer(String version, byte[] archive) {
        publish(version, archive);
        api.createContext("/repos/actions/runner/releases/", this::describe);
        api.createContext("/download/", this::lead);
        store.createContext("/signed/", this::deliver);
        for (HttpServer server : List.of(api, store)) {
            server.setExecutor(threads);
            server.start();
        }
    }

    private static HttpServer open() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes a release in the place of the one before. */
    void publish(String newVersion, byte[] newArchive) {
        version = newVersion;
        archive = newArchive;
        tag = "v" + newVersion;
        digest = Optional.of(sha256(newArchive));
        bodyDigest = digest;
    }

    /** Says other digests than the right ones. */
    void digests(Optional<String> asset, Optional<String> body) {
        digest = asset;
        bodyDigest = body;
    }

    void tag(String value) {
        tag = value;
    }

    void withoutAssets() {
        hasAssets = false;
    }

    /** Lets something go wrong with the next requests to the API, one each. */
    void api(Fault... faults) {
        apiFaults.addAll(List.of(faults));
    }

    /** Lets something go wrong with the next requests for the archive, one each. */
    void store(Fault... faults) {
        storeFaults.addAll(List.of(faults));
    }

    static Fault status(int status, String... headers) {
        return (exchange, content) -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
            }
            exchange.sendResponseHeaders(status, -1);
            return true;
        };
    }

    static Fault page(String html) {
        return (exchange, content) -> {
            byte[] bytes = html.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            return true;
        };
    }

    /** Promises all, and breaks off after so many bytes. */
    static Fault cut(int after) {
        return (exchange, content) -> {
            int from = from(exchange);
            exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
            exchange.getResponseBody().write(content, from, Math.min(after, content.length - from));
            exchange.getResponseBody().flush();
            throw new IOException("a test cuts the connection");
        };
    }

    /** Brings a little at a time, and never all. */
    static Fault drip() {
        return (exchange, content) -> {
            exchange.sendResponseHeaders(200, content.length);
            for (int i = 0; i < content.length - 1; i++) {
                exchange.getResponseBody().write(content, i, 1);
                exchange.getResponseBody().flush();
                pause(20);
            }
            return true;
        };
    }

    /** Brings everything, but slowly. */
    static Fault slow() {
        return (exchange, content) -> {
            exchange.sendResponseHeaders(200, content.length);
            int piece = content.length / 20 + 1;
            for (int i = 0; i < content.length; i += piece) {
                exchange.getResponseBody().write(content, i, Math.min(piece, content.length - i));
                exchange.getResponseBody().flush();
                pause(20);
            }
            return true;
        };
    }

    /** Nothing but time makes a slow server. */
    private static void pause(long millis) throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** Brings as many bytes as there are, of which one is wrong. */
    static Fault wrongBytes() {
        return (exchange, content) -> {
            byte[] wrong = content.clone();
            wrong[wrong.length / 2] ^= 1;
            exchange.sendResponseHeaders(200, wrong.length);
            exchange.getResponseBody().write(wrong);
            return true;
        };
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + api.getAddress().getPort());
    }

    /** Returns what was asked for so far, as {@code api PATH}, {@code archive RANGE} and the like. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    long archiveRequests() {
        return requests.stream().filter(line -> line.startsWith("archive")).count();
    }

    private void describe(HttpExchange exchange) throws IOException {
        serve(exchange, () -> {
            String path = exchange.getRequestURI().getPath();
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            requests.add("api " + path + (authorization == null ? "" : " " + authorization));
            byte[] description = description();
            Fault fault = apiFaults.poll();
            if (fault != null && fault.answer(exchange, description)) {
                return;
            }
            boolean known = path.endsWith("/latest") || path.endsWith("/tags/v" + version);
            String etag = "\"" + sha256(description).substring(0, 16) + "\"";
            exchange.getResponseHeaders().set("ETag", etag);
            exchange.getResponseHeaders().set("X-RateLimit-Remaining", "59");
            if (!known) {
                exchange.sendResponseHeaders(404, -1);
            } else if (etag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
                requests.add("api not modified");
                exchange.sendResponseHeaders(304, -1);
            } else {
                exchange.sendResponseHeaders(200, description.length);
                exchange.getResponseBody().write(description);
            }
        });
    }

    private byte[] description() {
        ObjectNode release = JsonNodeFactory.instance.objectNode();
        release.put("tag_name", tag).put("name", tag).put("draft", false).put("prerelease", false);
        String name = "actions-runner-" + machine + "-" + version + ".tar.gz";
        release.put(
                "body",
                "- " + name
                        + bodyDigest
                                .map(sum -> " <!-- BEGIN SHA " + machine + " -->" + sum + "<!-- END SHA " + machine
                                        + " -->")
                                .orElse(""));
        ArrayNode assets = release.putArray("assets");
        if (hasAssets) {
            ObjectNode asset = assets.addObject();
            asset.put("name", name).put("size", archive.length).put("content_type", "application/octet-stream");
            asset.put("browser_download_url", address() + "/download/" + name);
            digest.ifPresentOrElse(sum -> asset.put("digest", "sha256:" + sum), () -> asset.putNull("digest"));
        }
        return release.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void lead(HttpExchange exchange) throws IOException {
        serve(exchange, () -> {
            requests.add("download");
            exchange.getResponseHeaders()
                    .set("Location", "http://127.0.0.1:" + store.getAddress().getPort() + "/signed/archive?x=1");
            exchange.sendResponseHeaders(302, -1);
        });
    }

    private void deliver(HttpExchange exchange) throws IOException {
        serve(exchange, () -> {
            String range = exchange.getRequestHeaders().getFirst("Range");
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            requests.add(
                    "archive " + (range == null ? "all" : range) + (authorization == null ? "" : " " + authorization));
            byte[] content = archive;
            Fault fault = storeFaults.poll();
            if (fault != null && fault.answer(exchange, content)) {
                return;
            }
            int from = from(exchange);
            if (from >= content.length) {
                exchange.sendResponseHeaders(416, -1);
                return;
            }
            exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(content, from, content.length - from);
            }
        });
    }

    private static int from(HttpExchange exchange) {
        String range = exchange.getRequestHeaders().getFirst("Range");
        return range == null ? 0 : Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
    }

    private interface Serving {
        void run() throws IOException;
    }

    private static void serve(HttpExchange exchange, Serving serving) throws IOException {
        try (exchange) {
            serving.run();
        }
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        List.of(api, store).forEach(server -> server.stop(0));
        threads.shutdownNow();
    }
}
