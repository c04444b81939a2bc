package dev.hostler.engine.health;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether somebody accepts connections at a port. Immutable.
 *
 * @param address the instance's address
 * @param port its port
 */
record TcpQuestion(String address, int port) implements Question {
    @Override
    public Optional<String> trouble(Duration limit) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), (int) limit.toMillis());
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("port " + port + " of " + address + ": " + e.getMessage());
        }
    }
}
