package dev.hostler.engine.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Another way to the real engine's socket, which can be cut, and tells what was asked on it. Thread-safe. */
public final class EngineRelay implements AutoCloseable {
    private final ServerSocketChannel server;
    private final String address;
    private final List<SocketChannel> connections = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile Runnable turnstile = () -> {};

    private EngineRelay(ServerSocketChannel server, String address) {
        this.server = server;
        this.address = address;
        daemon(this::accept);
    }

    /** Starts one on a free TCP port of the loop. */
    public static EngineRelay overTcp() throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return new EngineRelay(server, "tcp://127.0.0.1:" + ((InetSocketAddress) server.getLocalAddress()).getPort());
    }

    /** Starts one on a socket of its own. */
    public static EngineRelay at(Path socket) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        return new EngineRelay(server, "unix://" + socket);
    }

    /** Returns the address, as in {@code DOCKER_HOST}. */
    public String address() {
        return address;
    }

    /** Returns the requests so far, each as method and path. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** Runs this on the thread of each connection whenever a request has come on it, before the engine has it. */
    public void holdRequests(Runnable held) {
        turnstile = held;
    }

    private void pass(String request) {
        requests.add(request);
        turnstile.run();
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
                daemon(() -> pass(here, there, new RequestLines(this::pass)));
                daemon(() -> pass(there, here, bytes -> {}));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private static UnixDomainSocketAddress socket() {
        String address = Optional.ofNullable(System.getenv("DOCKER_HOST")).orElse("unix:///var/run/docker.sock");
        return UnixDomainSocketAddress.of(address.substring("unix://".length()));
    }

    private static void pass(SocketChannel from, SocketChannel to, Consumer<ByteBuffer> witness) {
        ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
        try {
            while (from.read(buffer.clear()) >= 0) {
                buffer.flip();
                witness.accept(buffer.asReadOnlyBuffer());
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
        Thread thread = new Thread(body, "engine-relay");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        cut();
        try {
            server.close();
            if (address.startsWith("unix://")) {
                Files.deleteIfExists(Path.of(address.substring("unix://".length())));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
