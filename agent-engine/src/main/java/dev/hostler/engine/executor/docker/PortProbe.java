package dev.hostler.engine.executor.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.ContainerNetwork;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Ready once a TCP port takes connections. What the kernel says of the container's sockets is looked at, since a
 * connection would disturb a service that counts or logs them, and since the host has no address in a network that leads
 * nowhere. Where the container's processes are hidden from the agent, it connects all the same. Immutable.
 *
 * @param port the port
 * @param network the network in which steps reach it
 */
record PortProbe(int port, String network) implements ReadyProbe {
    private static final int CONNECT_MILLIS = 500;

    @Override
    public Optional<String> missing(InspectContainerResponse found) {
        try {
            return ListeningPorts.read(processOf(found)).reach(port)
                    ? Optional.empty()
                    : Optional.of("nothing listens at port " + port);
        } catch (IOException hidden) {
            return connect(found);
        }
    }

    /** The number means another process if the agent sees other processes than the engine. */
    private static Path processOf(InspectContainerResponse found) throws IOException {
        Path process = Path.of("/proc", String.valueOf(found.getState().getPidLong()));
        if (!Files.readString(process.resolve("cgroup")).contains(found.getId())) {
            throw new FileNotFoundException(process + " is not of this container");
        }
        return process;
    }

    private Optional<String> connect(InspectContainerResponse found) {
        ContainerNetwork at = found.getNetworkSettings().getNetworks().get(network);
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(at == null ? "" : at.getIpAddress(), port), CONNECT_MILLIS);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("port " + port + " takes no connection: " + e.getMessage());
        }
    }
}
