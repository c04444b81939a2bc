package dev.hostler.launcher.cli.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** Takes one request on a real socket, answers with the bytes it was given, and closes the connection or holds it. */
final class ScriptedServer implements AutoCloseable {
    private final ServerSocketChannel listening;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CompletableFuture<String> request = new CompletableFuture<>();

    private ScriptedServer(ServerSocketChannel listening) {
        this.listening = listening;
    }

    static ScriptedServer start(SocketAddress address, String answer, boolean holds) throws IOException {
        ServerSocketChannel listening = address instanceof java.net.UnixDomainSocketAddress
                ? ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)
                : ServerSocketChannel.open();
        ScriptedServer server = new ScriptedServer(listening.bind(address));
        Thread thread = new Thread(() -> server.serve(answer, holds), "scripted-server");
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    SocketAddress address() throws IOException {
        return listening.getLocalAddress();
    }

    /** Returns the head of the request, once it is there. */
    String request() {
        return request.join();
    }

    private void serve(String answer, boolean holds) {
        try (SocketChannel channel = listening.accept()) {
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            var in = Channels.newInputStream(channel);
            while (!head.toString(StandardCharsets.ISO_8859_1).contains("\r\n\r\n")) {
                head.write(in.read());
            }
            request.complete(head.toString(StandardCharsets.ISO_8859_1));
            channel.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
            if (holds) {
                closed.await();
            }
        } catch (IOException e) {
            request.completeExceptionally(new UncheckedIOException(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        listening.close();
    }
}
