package dev.hostler.launcher.cli.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** A connection on which every wait has a bound, also on a Unix domain socket. Confined to one thread, save close. */
final class TimedChannel implements AutoCloseable {
    private final SocketChannel channel;
    private final Selector selector;
    private Optional<Duration> patience;

    private TimedChannel(SocketChannel channel, Selector selector, Duration patience) {
        this.channel = channel;
        this.selector = selector;
        this.patience = Optional.of(patience);
    }

    static TimedChannel connect(SocketAddress address, Duration limit) throws IOException {
        SocketChannel channel = address instanceof UnixDomainSocketAddress
                ? SocketChannel.open(StandardProtocolFamily.UNIX)
                : SocketChannel.open();
        TimedChannel connection = new TimedChannel(channel, Selector.open(), limit);
        try {
            channel.configureBlocking(false);
            SelectionKey key = channel.register(connection.selector, 0);
            if (!channel.connect(address)) {
                do {
                    connection.await(key, SelectionKey.OP_CONNECT);
                } while (!channel.finishConnect());
            }
            return connection;
        } catch (IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** Sets how long the next waits may take. */
    void patience(Optional<Duration> limit) {
        patience = limit;
    }

    void write(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            if (channel.write(buffer) == 0) {
                await(key(), SelectionKey.OP_WRITE);
            }
        }
    }

    /** Returns what comes; closing it closes the connection. */
    InputStream input() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] target, int start, int length) throws IOException {
                return TimedChannel.this.read(ByteBuffer.wrap(target, start, length));
            }

            @Override
            public void close() throws IOException {
                TimedChannel.this.close();
            }
        };
    }

    private SelectionKey key() {
        return Objects.requireNonNull(channel.keyFor(selector));
    }

    private int read(ByteBuffer target) throws IOException {
        int count = channel.read(target);
        while (count == 0 && target.hasRemaining()) {
            await(key(), SelectionKey.OP_READ);
            count = channel.read(target);
        }
        return count;
    }

    private void await(SelectionKey key, int operation) throws IOException {
        key.interestOps(operation);
        selector.selectedKeys().clear();
        int ready = patience.isPresent() ? selector.select(patience.get().toMillis()) : selector.select();
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted");
        }
        if (ready == 0 && patience.isPresent()) {
            throw new SocketTimeoutException(
                    "no answer within " + patience.get().toSeconds() + " s");
        }
    }

    @Override
    public void close() throws IOException {
        selector.close();
        channel.close();
    }
}
