package dev.hostler.launcher.http.server;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Reads all that comes on a WebSocket. Thread-safe. */
public final class SocketReader implements WebSocket.Listener {
    private final StringBuffer text = new StringBuffer();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();

    private SocketReader() {}

    /** Connects; fails if that is refused. */
    public static SocketReader open(URI http, String... headers) {
        SocketReader reader = new SocketReader();
        WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        builder.buildAsync(URI.create(http.toString().replaceFirst("http", "ws")), reader)
                .thenAccept(socket -> reader.socket.complete(socket))
                .join();
        return reader;
    }

    private final CompletableFuture<WebSocket> socket = new CompletableFuture<>();

    /** Returns the connection. */
    public WebSocket socket() {
        return socket.join();
    }

    /** Returns what has come so far. */
    public String soFar() {
        return text.toString();
    }

    /** Returns all that has come when the other side has closed. */
    public String all() {
        closed.join();
        return text.toString();
    }

    /** Returns the status of the close. */
    public int status() {
        return closed.join();
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        text.append(data);
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        closed.complete(status);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable cause) {
        closed.completeExceptionally(cause);
    }
}
