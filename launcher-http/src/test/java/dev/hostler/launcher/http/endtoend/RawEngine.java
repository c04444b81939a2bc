package dev.hostler.launcher.http.endtoend;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Docker Engine's API with nothing between, a connection for each question. Thread-safe. */
final class RawEngine {
    private static final UnixDomainSocketAddress SOCKET = UnixDomainSocketAddress.of("/var/run/docker.sock");
    private static final Pattern ID = Pattern.compile("\"Id\":\"([0-9a-f]+)\"");

    private RawEngine() {}

    /** Runs a container that does nothing, from its creation to its removal. */
    static void runContainer(String image) throws IOException {
        Matcher created =
                ID.matcher(ask("POST", "/containers/create", "{\"Image\":\"" + image + "\",\"Cmd\":[\"true\"]}"));
        if (!created.find()) {
            throw new IOException("Docker names no container that it has created");
        }
        String container = "/containers/" + created.group(1);
        try {
            ask("POST", container + "/start", "");
            ask("POST", container + "/wait", "");
        } finally {
            ask("DELETE", container + "?force=1&v=1", "");
        }
    }

    private static String ask(String method, String path, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        String head = method + " " + path + " HTTP/1.0\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length + "\r\n\r\n";
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(SOCKET);
            write(channel, head.getBytes(StandardCharsets.US_ASCII));
            write(channel, body);
            String answer = new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
            if (!answer.matches("(?s)HTTP/1\\.. 2.*")) {
                throw new IOException("Docker answers to " + method + " " + path + ": " + answer);
            }
            return answer;
        }
    }

    private static void write(SocketChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }
}
