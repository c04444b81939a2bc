package dev.hostler.engine.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Serves the git repositories below a directory over http on the loopback interface, by the real {@code git
 * http-backend}, or as plain files. Thread-safe.
 */
public final class GitHttpServer implements AutoCloseable {
    /** How a server behaves. Immutable. */
    public record Behaviour(boolean smart, boolean oldProtocol, Optional<String> token, Optional<String> redirect) {
        /** A server of today, without a login. */
        public static final Behaviour SMART = new Behaviour(true, false, Optional.empty(), Optional.empty());

        /** Only files, after {@code git update-server-info}. */
        public static final Behaviour DUMB = new Behaviour(false, false, Optional.empty(), Optional.empty());

        /** Protocol version 0, which gives nothing away but what refs point to. */
        public static final Behaviour OLD = new Behaviour(true, true, Optional.empty(), Optional.empty());

        /** Asks for a token as the password; the user does not matter. */
        public Behaviour withToken(String value) {
            return new Behaviour(smart, oldProtocol, Optional.of(value), redirect);
        }

        /** After the login, sends everybody to another server. */
        public Behaviour redirectingTo(String base) {
            return new Behaviour(smart, oldProtocol, token, Optional.of(base));
        }
    }

    /** What was asked, with the login that came along, if any. */
    public record Request(String line, Optional<String> authorization) {}

    /** How a server fails in passing. */
    public enum Trouble {
        /** It answers with status 503. */
        UNAVAILABLE,
        /** It promises more than it sends. */
        CUT_OFF
    }

    private final AtomicInteger troubles = new AtomicInteger();
    private volatile Trouble trouble = Trouble.UNAVAILABLE;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Path root;
    private final Behaviour behaviour;
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    private GitHttpServer(Path root, Behaviour behaviour) throws IOException {
        this.root = root;
        this.behaviour = behaviour;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    /** Serves the repositories below this directory. */
    public static GitHttpServer start(Path root, Behaviour behaviour) throws IOException {
        GitHttpServer started = new GitHttpServer(root, behaviour);
        started.server.setExecutor(started.threads);
        started.server.createContext("/", started::handle);
        started.server.start();
        return started;
    }

    /** Returns the server's address, without a slash at its end. */
    public String base() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Returns the address of the repository in this directory below the root. */
    public String url(String repository) {
        return base() + "/" + repository;
    }

    /** Fails so many of the next requests for a pack; all others are served. */
    public void troubleWithPacks(Trouble kind, int times) {
        trouble = kind;
        troubles.set(times);
    }

    /** Returns all requests so far. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Optional<String> login =
                    Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"));
            requests.add(new Request(exchange.getRequestMethod() + " " + exchange.getRequestURI(), login));
            if (!admits(login)) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"git\"");
                exchange.sendResponseHeaders(401, -1);
            } else if (behaviour.redirect().isPresent()) {
                exchange.getResponseHeaders()
                        .set("Location", behaviour.redirect().get() + exchange.getRequestURI());
                exchange.sendResponseHeaders(302, -1);
            } else if (isForAPack(exchange) && troubles.getAndDecrement() > 0) {
                fail(exchange);
            } else if (behaviour.smart()) {
                backend(exchange);
            } else {
                file(exchange);
            }
        }
    }

    private static boolean isForAPack(HttpExchange exchange) {
        return exchange.getRequestMethod().equals("POST");
    }

    private void fail(HttpExchange exchange) throws IOException {
        if (trouble == Trouble.UNAVAILABLE) {
            exchange.sendResponseHeaders(503, -1);
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", "application/x-git-upload-pack-result");
        exchange.sendResponseHeaders(200, 1000);
        exchange.getResponseBody().write("00".getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
    }

    private boolean admits(Optional<String> login) {
        return behaviour.token().isEmpty()
                || login.filter(value -> value.startsWith("Basic "))
                        .map(value ->
                                new String(Base64.getDecoder().decode(value.substring(6)), StandardCharsets.UTF_8))
                        .filter(pair -> pair.endsWith(":" + behaviour.token().get()))
                        .isPresent();
    }

    private void file(HttpExchange exchange) throws IOException {
        Path file =
                root.resolve(exchange.getRequestURI().getPath().substring(1)).normalize();
        if (!file.startsWith(root) || !Files.isRegularFile(file)) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        long size = Files.size(file);
        exchange.sendResponseHeaders(200, size == 0 ? -1 : size);
        Files.copy(file, exchange.getResponseBody());
    }

    private void backend(HttpExchange exchange) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("git", "http-backend");
        builder.environment().putAll(GitRepository.isolation());
        builder.environment().putAll(variables(exchange));
        Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try {
            // The whole body first: the backend reads it all before it answers.
            byte[] body = exchange.getRequestBody().readAllBytes();
            try (OutputStream input = process.getOutputStream()) {
                input.write(body);
            }
            answer(exchange, process.getInputStream());
        } finally {
            process.destroy();
        }
    }

    private Map<String, String> variables(HttpExchange exchange) {
        String protocol = exchange.getRequestHeaders().getFirst("Git-Protocol");
        String query = exchange.getRequestURI().getRawQuery();
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        String encoding = exchange.getRequestHeaders().getFirst("Content-Encoding");
        return Map.of(
                "GIT_PROJECT_ROOT",
                root.toString(),
                "GIT_HTTP_EXPORT_ALL",
                "1",
                "REQUEST_METHOD",
                exchange.getRequestMethod(),
                "PATH_INFO",
                exchange.getRequestURI().getPath(),
                "QUERY_STRING",
                query == null ? "" : query,
                "CONTENT_TYPE",
                type == null ? "" : type,
                "HTTP_CONTENT_ENCODING",
                encoding == null ? "" : encoding,
                "GIT_PROTOCOL",
                protocol == null || behaviour.oldProtocol() ? "" : protocol);
    }

    private static void answer(HttpExchange exchange, InputStream output) throws IOException {
        int status = 200;
        for (String line = readLine(output); !line.isEmpty(); line = readLine(output)) {
            String[] header = line.split(": ", 2);
            if (header[0].equals("Status")) {
                status = Integer.parseInt(header[1].substring(0, 3));
            } else {
                exchange.getResponseHeaders().add(header[0], header[1]);
            }
        }
        exchange.sendResponseHeaders(status, 0);
        output.transferTo(exchange.getResponseBody());
    }

    private static String readLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
