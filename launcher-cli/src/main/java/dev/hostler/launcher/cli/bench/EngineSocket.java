package dev.hostler.launcher.cli.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The Docker Engine's API with nothing between: one connection, one question at a time. What it costs is the least that a
 * tool for Docker can cost. Confined to one thread.
 */
final class EngineSocket implements AutoCloseable {
    private static final int LONGEST_LINE = 16 * 1024;
    private static final int HEXADECIMAL = 16;
    private static final int GONE = 404;
    private static final int GOING = 409;
    private static final int OK_ABOVE = 299;

    private final SocketChannel channel;
    private final InputStream in;

    private EngineSocket(SocketChannel channel) {
        this.channel = channel;
        this.in = new BufferedInputStream(Channels.newInputStream(channel));
    }

    static EngineSocket connect(Path socket) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            return new EngineSocket(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Asks, and returns the whole answer; an answer that is no success is an {@link IOException}. */
    String ask(String method, String path, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        String head = method + " " + path + " HTTP/1.1\r\nHost: docker\r\nContent-Type: application/json\r\n"
                + "Content-Length: " + body.length + "\r\n\r\n";
        write(head.getBytes(StandardCharsets.US_ASCII));
        write(body);
        return answer(method + " " + path);
    }

    /** Returns whether there is something to ask about. */
    boolean has(String path) throws IOException {
        try {
            ask("GET", path, "");
            return true;
        } catch (Refused refused) {
            if (refused.status == GONE) {
                return false;
            }
            throw refused;
        }
    }

    /** Removes something that somebody else may be removing too. */
    void remove(String path) throws IOException {
        try {
            ask("DELETE", path, "");
        } catch (Refused refused) {
            if (refused.status != GONE && refused.status != GOING) {
                throw refused;
            }
        }
    }

    private void write(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private String answer(String question) throws IOException {
        int status = Integer.parseInt(line().split(" ")[1]);
        long length = 0;
        boolean chunked = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Long.parseLong(lower.substring(lower.indexOf(':') + 1).strip());
            }
            chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
        }
        String text = new String(chunked ? chunks() : in.readNBytes((int) length), StandardCharsets.UTF_8);
        if (status > OK_ABOVE) {
            throw new Refused(status, "Docker answers " + status + " to " + question + ": " + text.strip());
        }
        return text;
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int size = chunk(); size > 0; size = chunk()) {
            all.write(in.readNBytes(size));
            line();
        }
        line();
        return all.toByteArray();
    }

    private int chunk() throws IOException {
        return Integer.parseInt(line().split(";")[0].strip(), HEXADECIMAL);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 || line.length() > LONGEST_LINE) {
                throw new EOFException("Docker ends its answer early");
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** An answer that is no success. */
    private static final class Refused extends IOException {
        private static final long serialVersionUID = 1;

        private final int status;

        Refused(int status, String message) {
            super(message);
            this.status = status;
        }
    }
}
