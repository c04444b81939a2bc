package dev.hostler.launcher.cli.client;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;

/** Addresses of agents. */
final class Addresses {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final String SOCKET = "unix://";
    private static final int USUAL_PORT = 80;

    private Addresses() {}

    /** Returns the way to an address; throws {@code AgentException} if it is none. */
    static Wire wire(String address) {
        if (address.startsWith(SOCKET + "/")) {
            return new PlainWire(UnixDomainSocketAddress.of(address.substring(SOCKET.length())), "localhost", CONNECT);
        }
        if (!address.matches("https?://[^/?#@\\s]+")) {
            throw refused(address);
        }
        URI uri = uri(address);
        if (uri.getHost() == null) {
            throw refused(address);
        }
        return uri.getScheme().equals("https")
                ? new SecureWire(address, CONNECT)
                : new PlainWire(target(uri), uri.getAuthority(), CONNECT);
    }

    private static URI uri(String address) {
        try {
            return URI.create(address);
        } catch (IllegalArgumentException e) {
            throw refused(address);
        }
    }

    /** An IPv6 address has brackets in an URI and none elsewhere. */
    private static InetSocketAddress target(URI uri) {
        String host = uri.getHost().replaceAll("^\\[|]$", "");
        return new InetSocketAddress(host, uri.getPort() < 0 ? USUAL_PORT : uri.getPort());
    }

    private static AgentException refused(String address) {
        return Failure.cannot(
                        ErrorCode.INVALID_INPUT,
                        "use server",
                        address,
                        "it is no address of an agent",
                        "give one such as http://127.0.0.1:8080 with the key in HOSTLER_API_KEY, or"
                                + " unix:///run/hostler/agent.sock")
                .toException();
    }
}
