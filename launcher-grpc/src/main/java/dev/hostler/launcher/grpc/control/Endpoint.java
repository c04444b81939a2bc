package dev.hostler.launcher.grpc.control;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Optional;

/** Finds out by what address a scheduler reaches the node. */
public final class Endpoint {
    private static final String HERE = "127.0.0.1";

    private Endpoint() {}

    /**
     * Returns host and port.
     *
     * @param bound the address that the node listens on
     * @param port its port
     * @param scheduler the scheduler's host and port
     */
    public static String find(String bound, int port, String scheduler) {
        String host = isSpecific(bound)
                ? bound
                : towards(scheduler).or(Endpoint::first).orElse(HERE);
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    private static boolean isSpecific(String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            return !address.isAnyLocalAddress() && !address.isLoopbackAddress();
        } catch (UnknownHostException e) {
            return true;
        }
    }

    /** The address that the system would send from; nothing is sent. */
    private static Optional<String> towards(String scheduler) {
        int colon = scheduler.lastIndexOf(':');
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(
                    InetAddress.getByName(scheduler.substring(0, colon)),
                    Integer.parseInt(scheduler.substring(colon + 1))));
            return Optional.of(socket.getLocalAddress())
                    .filter(address -> !address.isAnyLocalAddress())
                    .map(InetAddress::getHostAddress);
        } catch (IOException unreachable) {
            return Optional.empty();
        }
    }

    private static Optional<String> first() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> address instanceof Inet4Address)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .map(InetAddress::getHostAddress)
                    .findFirst();
        } catch (SocketException e) {
            return Optional.empty();
        }
    }
}
