package dev.hostler.launcher.http.endtoend;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Serves bare git repositories as plain files over http, to everybody or to those with a token. Thread-safe. */
final class GitServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Path root;
    private final Optional<String> token;

    private GitServer(Path root, Optional<String> token) throws IOException {
        this.root = root;
        this.token = token;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    static GitServer start(Path root, Optional<String> token) throws IOException {
        GitServer started = new GitServer(root, token);
        started.server.setExecutor(started.threads);
        started.server.createContext("/", started::handle);
        started.server.start();
        return started;
    }

    /** Makes a bare repository with one commit on the branch main. */
    static void repository(Path bare, Map<String, String> files) throws Exception {
        Path work = Files.createDirectories(bare.resolveSibling(bare.getFileName() + ".work"));
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(work.resolve(file.getKey()), file.getValue());
        }
        Commands.run(
                "sh",
                "-ec",
                "export GIT_CONFIG_GLOBAL=/dev/null; cd \"$1\"; git init -q --initial-branch=main; git add -A;"
                        + " git -c user.name=Test -c user.email=test@example.test commit -q -m one;"
                        + " git clone -q --bare . \"$2\"; git -C \"$2\" update-server-info",
                "sh",
                work.toString(),
                bare.toString());
    }

    String url(String repository) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + repository;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!admits(Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")))) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"git\"");
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            Path file = root.resolve(exchange.getRequestURI().getPath().substring(1))
                    .normalize();
            if (!file.startsWith(root) || !Files.isRegularFile(file)) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            long size = Files.size(file);
            exchange.sendResponseHeaders(200, size == 0 ? -1 : size);
            Files.copy(file, exchange.getResponseBody());
        }
    }

    private boolean admits(Optional<String> login) {
        return token.isEmpty()
                || login.filter(value -> value.startsWith("Basic "))
                        .map(value ->
                                new String(Base64.getDecoder().decode(value.substring(6)), StandardCharsets.UTF_8))
                        .filter(pair -> pair.endsWith(":" + token.get()))
                        .isPresent();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
