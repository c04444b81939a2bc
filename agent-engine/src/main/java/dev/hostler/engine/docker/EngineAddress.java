package dev.hostler.engine.docker;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;

/**
 * Where the Docker engine listens. Immutable.
 *
 * @param uri the address
 */
public record EngineAddress(String uri) {
    private static final String LOCAL = "unix:///var/run/docker.sock";
    private static final String SOCKET = "unix://";
    private static final int USUAL_PORT = 2375;
    private static final String REMOTE = "tcp://";

    /** The address an operator has given; empty: the usual local socket. */
    public static EngineAddress of(String given) {
        return new EngineAddress(given.isBlank() ? LOCAL : given.strip());
    }

    /**
     * Makes sure that we have a way to speak to such an address.
     *
     * @throws dev.hostler.api.error.AgentException with {@code RUNTIME_UNAVAILABLE}
     */
    public void requireUsable() {
        if (!isLocal() && !uri.startsWith(REMOTE)) {
            throw Failure.cannot(
                            ErrorCode.RUNTIME_UNAVAILABLE,
                            "use Docker engine",
                            uri,
                            "addresses of this kind are not supported",
                            "let DOCKER_HOST name a socket (unix:///var/run/docker.sock) or a TCP port (tcp://HOST:PORT)")
                    .toException();
        }
    }

    /** Returns whether the engine is on this machine, so that it may mount our directories; TCP can lead anywhere. */
    public boolean isLocal() {
        return uri.startsWith(SOCKET);
    }

    /** Returns where to connect a socket of our own to. */
    SocketAddress target() {
        if (isLocal()) {
            return UnixDomainSocketAddress.of(uri.substring(SOCKET.length()));
        }
        URI remote = URI.create(uri);
        return new InetSocketAddress(remote.getHost(), remote.getPort() < 0 ? USUAL_PORT : remote.getPort());
    }
}
