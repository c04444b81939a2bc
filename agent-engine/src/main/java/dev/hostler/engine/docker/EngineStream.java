package dev.hostler.engine.docker;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/**
 * One question and its long answer, on a connection of its own. Not by the client library: that one passes the bytes on
 * in other pieces than the engine sent them, and takes an answer that was cut for one that has ended. Confined to one
 * thread, save {@link #close}.
 */
public final class EngineStream implements AutoCloseable {
    private static final int HEAD_LIMIT = 16 * 1024;
    private static final int CAUSE_LIMIT = 64 * 1024;
    private static final String END_OF_HEAD = "\r\n\r\n";

    private final SocketChannel channel;
    private InputStream body;

    private EngineStream(SocketChannel channel) {
        this.channel = channel;
        this.body = Channels.newInputStream(channel);
    }

    /**
     * Asks, and returns as soon as the engine begins to answer.
     *
     * @param attempt verb and noun, for messages
     * @param limit how long that may take; the answer itself takes as long as it does
     * @param path what is asked for, without the version of the API
     * @throws DockerException if the engine refuses it
     */
    public static EngineStream get(EngineConnection engine, String attempt, Duration limit, String path)
            throws InterruptedException {
        ApiVersion api = engine.session().api();
        return engine.call(attempt, limit, client -> open(engine.address(), "/v" + api + path));
    }

    private static EngineStream open(EngineAddress address, String path) {
        try {
            EngineStream stream = new EngineStream(SocketChannel.open(address.target()));
            try {
                stream.ask(path);
                return stream;
            } catch (IOException | RuntimeException e) {
                stream.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void ask(String path) throws IOException {
        String head = "GET " + path + " HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n\r\n";
        ByteBuffer bytes = ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        String answer = readHead();
        if (answer.toLowerCase(Locale.ROOT).contains("\r\ntransfer-encoding: chunked\r\n")) {
            body = new ChunkedInput(body);
        }
        requireOk(answer);
    }

    private String readHead() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf(END_OF_HEAD) < 0) {
            int next = body.read();
            if (next < 0 || head.length() > HEAD_LIMIT) {
                throw new EOFException("the engine's answer has no head");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private void requireOk(String head) throws IOException {
        String[] words = head.split("\\s", 3);
        int status = words.length == 3 && words[1].matches("\\d{3}") ? Integer.parseInt(words[1]) : 0;
        if (status == HttpURLConnection.HTTP_OK) {
            return;
        }
        String cause = new JsonMapper()
                .readTree(body.readNBytes(CAUSE_LIMIT))
                .path("message")
                .asText("it gave no reason");
        throw status == HttpURLConnection.HTTP_NOT_FOUND
                ? new NotFoundException(cause)
                : new DockerException(cause, status);
    }

    /** Returns the answer; its end is where the engine says that it is, and anything else is an {@link EOFException}. */
    public InputStream body() {
        return body;
    }

    /** Ends the connection, also under a reader. Idempotent. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException gone) {
            // Nothing is lost with it.
        }
    }
}
