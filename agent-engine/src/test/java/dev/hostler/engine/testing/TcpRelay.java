package dev.hostler.engine.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A TCP port on the loop that leads to the real engine's socket, and can be cut. Thread-safe. */
public final class TcpRelay implements AutoCloseable {
    private final ServerSocketChannel server;
    private final List<SocketChannel> connections = new CopyOnWriteArrayList<>();

    private TcpRelay(ServerSocketChannel server) {
        this.server = server;
    }

    /** Starts one on a free port. */
    public static TcpRelay start() throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        TcpRelay relay = new TcpRelay(server);
        daemon(relay::accept);
        return relay;
    }

    /** Returns the address, as in {@code DOCKER_HOST}. */
    public String address() throws IOException {
        return "tcp://127.0.0.1:" + ((InetSocketAddress) server.getLocalAddress()).getPort();
    }

    /** Cuts every connection there is; new ones can be made. */
    public void cut() {
        for (SocketChannel connection : connections) {
            close(connection);
        }
        connections.clear();
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel here = server.accept();
                SocketChannel there = SocketChannel.open(socket());
                connections.addAll(List.of(here, there));
                daemon(() -> pass(here, there));
                daemon(() -> pass(there, here));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private static UnixDomainSocketAddress socket() {
        String address = Optional.ofNullable(System.getenv("DOCKER_HOST")).orElse("unix:///var/run/docker.sock");
        return UnixDomainSocketAddress.of(address.substring("unix://".length()));
    }

    private static void pass(SocketChannel from, SocketChannel to) {
        ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
        try {
            while (from.read(buffer.clear()) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
            }
            to.shutdownOutput();
        } catch (IOException cut) {
            close(from);
            close(to);
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void daemon(Runnable body) {
        Thread thread = new Thread(body, "tcp-relay");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        close(connections);
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(List<SocketChannel> channels) {
        channels.forEach(TcpRelay::close);
    }
}
