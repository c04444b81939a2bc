package dev.hostler.engine.runtime.container;

import dev.hostler.api.workload.PortMapping;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Tries whether a port of this host is free. */
public final class HostPorts {
    /** Below it, only root may listen; whoever else tries learns nothing. */
    private static final int FIRST_FREE_FOR_ALL = 1024;

    private HostPorts() {}

    /** Returns whether nobody listens there; false also if we may not try. What the engine publishes, it listens on. */
    public static boolean isSurelyFree(PortMapping port) {
        return mayTry(port) && !isInUse(port);
    }

    /** Returns whether something else listens there, as far as we may try. */
    static boolean isInUse(PortMapping port) {
        if (!mayTry(port)) {
            return false;
        }
        try {
            InetSocketAddress place = place(port);
            return port.protocol() == PortMapping.Protocol.TCP ? !listens(place) : !receives(place);
        } catch (IOException noSuchAddress) {
            return false;
        }
    }

    private static boolean mayTry(PortMapping port) {
        return port.hostPort() >= FIRST_FREE_FOR_ALL || "root".equals(System.getProperty("user.name"));
    }

    private static InetSocketAddress place(PortMapping port) throws IOException {
        return port.hostAddress().isEmpty()
                ? new InetSocketAddress(port.hostPort())
                : new InetSocketAddress(InetAddress.getByName(port.hostAddress()), port.hostPort());
    }

    private static boolean listens(InetSocketAddress place) {
        try (ServerSocket ignored = new ServerSocket(place.getPort(), 1, place.getAddress())) {
            return true;
        } catch (IOException inUse) {
            return false;
        }
    }

    private static boolean receives(InetSocketAddress place) {
        try (DatagramSocket ignored = new DatagramSocket(place)) {
            return true;
        } catch (IOException inUse) {
            return false;
        }
    }
}
