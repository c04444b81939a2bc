package dev.hostler.engine.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An engine that misbehaves as a real one can't be told to: answers late, never, or only in part. Everything else is
 * tested with the real one. Thread-safe.
 */
public final class FakeEngine implements AutoCloseable {
    /** An answer that never comes. */
    public static final String SILENCE = "";

    private static final String STREAM = "HTTP/1.0 200 OK\r\n";
    private static final String CHUNKED = "Transfer-Encoding: chunked";

    private final ServerSocketChannel server;
    private final Path socket;
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<SocketChannel> connections = new CopyOnWriteArrayList<>();

    public FakeEngine(Path directory) throws IOException {
        socket = directory.resolve("engine.sock");
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        daemon(this::accept);
    }

    public String address() {
        return "unix://" + socket;
    }

    /** Says how requests are answered whose first line contains a text. */
    public FakeEngine answer(String request, String response) {
        answers.put(request, response);
        return this;
    }

    public FakeEngine answerPing(String apiVersion) {
        return answer(
                "_ping",
                "HTTP/1.1 200 OK\r\nApi-Version: " + apiVersion
                        + "\r\nServer: Docker/99.1 (linux)\r\nContent-Length: 2\r\n\r\nOK");
    }

    public static String json(int status, String body) {
        return "HTTP/1.1 " + status + " X\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body;
    }

    /** A stream, at whose end the connection is closed. */
    public static String stream(String body) {
        return STREAM + "Content-Type: application/json\r\n\r\n" + body;
    }

    /** A stream of one chunk, without the end that says that it was the last. */
    public static String cutStream(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + CHUNKED + "\r\n\r\n"
                + Integer.toHexString(body.length()) + "\r\n" + body + "\r\n";
    }

    public List<String> requests() {
        return requests;
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel connection = server.accept();
                connections.add(connection);
                daemon(() -> serve(connection));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(SocketChannel connection) {
        try {
            BufferedReader reader = new BufferedReader(
                    new InputStreamReader(Channels.newInputStream(connection), StandardCharsets.US_ASCII));
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String request = line;
                while (!line.isEmpty()) {
                    line = reader.readLine();
                }
                requests.add(request);
                String answer = answerTo(request);
                connection.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.US_ASCII)));
                if (answer.startsWith(STREAM) || answer.contains(CHUNKED)) {
                    connection.close();
                }
            }
        } catch (IOException closed) {
            // The client has gone.
        }
    }

    private String answerTo(String request) {
        return answers.entrySet().stream()
                .filter(entry -> request.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(json(404, "{\"message\":\"no such thing\"}"));
    }

    private static void daemon(Runnable body) {
        Thread thread = new Thread(body, "fake-engine");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (SocketChannel connection : connections) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
