package dev.hostler.engine.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * One request for a pull and the engine's answer to it, on a connection of its own. Not by the client library: that one
 * writes the header with the login into the agent's log as soon as somebody wants to see details there; and what it
 * closes before the engine has begun to answer goes on. Confined to one thread, save {@link #close}.
 *
 * <p>HTTP/1.0: the answer ends with the connection, and is not cut into chunks.
 */
final class PullStream implements AutoCloseable {
    private static final int OK = 200;
    private static final int HEAD_LIMIT = 16 * 1024;
    private static final String END_OF_HEAD = "\r\n\r\n";

    private final JsonMapper mapper = new JsonMapper();
    private final SocketChannel channel;
    private final InputStream answer;

    private PullStream(SocketChannel channel) {
        this.channel = channel;
        this.answer = Channels.newInputStream(channel);
    }

    static PullStream connect(EngineAddress engine) throws IOException {
        return new PullStream(SocketChannel.open(engine.target()));
    }

    /** Asks for an image. */
    void request(ApiVersion api, ImageName image, LoginFinding login) throws IOException {
        String head = "POST /v" + api + "/images/create?fromImage=" + encoded(image.repository()) + "&tag="
                + encoded(image.tag()) + " HTTP/1.0\r\nHost: docker\r\nContent-Length: 0\r\n"
                + login.login()
                        .map(known -> "X-Registry-Auth: " + known.header() + "\r\n")
                        .orElse("")
                + "\r\n";
        ByteBuffer bytes = ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Reads what the engine tells, to the end. */
    void read(PullProgress progress) throws IOException {
        int status = status();
        if (status != OK) {
            String cause = mapper.readTree(answer).path("message").asText("it gave no reason");
            progress.failed(PullFailure.of(status, cause));
            return;
        }
        try (MappingIterator<JsonNode> items = mapper.readerFor(JsonNode.class).readValues(answer)) {
            while (items.hasNextValue()) {
                progress.item(items.nextValue());
            }
        }
    }

    private int status() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf(END_OF_HEAD) < 0) {
            int next = answer.read();
            if (next < 0 || head.length() > HEAD_LIMIT) {
                throw new EOFException("the engine's answer has no head");
            }
            head.append((char) next);
        }
        String[] words = head.toString().split("\\s", 3);
        return words.length == 3 && words[1].matches("\\d{3}") ? Integer.parseInt(words[1]) : 0;
    }

    /** Ends the connection, also under a reader; the engine then gives the pull up. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException gone) {
            // Nothing is lost with it.
        }
    }
}
