package dev.hostler.launcher.cli.client;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * HTTP/1.1 without TLS, over TCP or a Unix domain socket; a connection for each request. The JDK's client knows no such
 * sockets, and takes several times as long to start. Thread-safe.
 */
final class PlainWire implements Wire {
    private static final int BUFFER = 1 << 16;

    private final SocketAddress address;
    private final String host;
    private final Duration connect;

    /** @param host what the request names as its host */
    PlainWire(SocketAddress address, String host, Duration connect) {
        this.address = address;
        this.host = host;
        this.connect = connect;
    }

    @Override
    public Reply send(Order order) throws IOException {
        if (address instanceof InetSocketAddress target && target.isUnresolved()) {
            throw new UnknownHostException("there is no host " + target.getHostString());
        }
        TimedChannel channel = TimedChannel.connect(address, connect);
        try {
            channel.patience(order.patience());
            channel.write(bytes(order));
            InputStream in = new BufferedInputStream(channel.input(), BUFFER);
            ReplyHead head = ReplyHead.read(in);
            while (head.isProvisional()) {
                head = ReplyHead.read(in);
            }
            return new Reply(head.status(), body(order, head, in));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private byte[] bytes(Order order) {
        StringBuilder head = new StringBuilder(order.method() + " " + order.path() + " HTTP/1.1\r\n");
        head.append("Host: ").append(host).append("\r\nConnection: close\r\n");
        order.headers().forEach((name, value) -> head.append(name + ": " + oneLine(name, value) + "\r\n"));
        byte[] body = order.body().orElse("").getBytes(StandardCharsets.UTF_8);
        if (order.body().isPresent() || !order.method().equals("GET")) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[start.length + body.length];
        System.arraycopy(start, 0, all, 0, start.length);
        System.arraycopy(body, 0, all, start.length, body.length);
        return all;
    }

    private static String oneLine(String name, String value) {
        if (value.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw new IllegalArgumentException(
                    "the header " + name + " can't be sent: it has other characters than ASCII's");
        }
        return value;
    }

    private static InputStream body(Order order, ReplyHead head, InputStream in) throws IOException {
        if (order.method().equals("HEAD") || head.isEmpty()) {
            return new CountedInput(in, 0);
        }
        Optional<String> coding = head.header("transfer-encoding");
        if (coding.isPresent()) {
            if (!coding.get().toLowerCase(Locale.ROOT).equals("chunked")) {
                throw new IOException("the answer's coding " + coding.get() + " is not known");
            }
            return new ChunkedInput(in);
        }
        Optional<Long> length = head.length();
        return length.isPresent() ? new CountedInput(in, length.get()) : in;
    }
}
